//! Example 19.1: a thread pool that fetches web pages and yields them as they complete.
