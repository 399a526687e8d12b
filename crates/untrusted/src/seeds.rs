//! The fuzzer's seeds, made from the files of the workspace, so that nothing is stored twice.

use crate::answers::{ID, NONCE};
use anyhow::{Context, Result};
use checks::record::Record;
use checks::{Finding, Verdict};
use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};
use interleave::report::graph_json;
use interleave::sync::Mutex;
use interleave::sync::atomic::{AtomicBool, Ordering::Relaxed};
use interleave::{Options, graph, thread};
use rawzip::{CompressionMethod, ZipArchiveWriter};
use serde_json::{Value, json};
use std::io::Write;
use std::path::Path;
use tar::{Builder, EntryType, Header};

/// A path with its bytes.
type Entry<'a> = (&'a str, &'a [u8]);

/// Typical and hostile submissions.
const SUBMISSIONS: [&[Entry<'_>]; 6] = [
    &[("counter-race/src/locked.rs", b"pub struct LockedCounter;\n"), ("fetch-pool/src/queue.rs", b"// mine\n")],
    &[("ana/crates/producer-consumer/src/queue.rs", b"\xff\xfe"), ("ana/README.md", b"read me")],
    &[("queue.rs", b"one"), ("copy/queue.rs", b"another")],
    &[
        ("../../locked.rs", b""),
        ("/etc/locked.rs", b"x"),
        ("C:\\src\\locked.rs", b"y"),
        ("a\x1b[2J\n/locked.rs", b"z"),
    ],
    &[("target/debug/locked.rs", b"no"), ("__MACOSX/locked.rs", b"no"), ("more.zip", b"PK")],
    &[],
];

/// Source texts: the reference's, every wrong and right solution, every attack, and some odd lines.
pub fn sources() -> Result<Vec<Vec<u8>>> {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("it is in a folder")?;
    let is_built = |path: &Path| path.ends_with("target");
    let mut texts = Vec::new();
    for folder in ["counter-race", "producer-consumer", "fetch-pool", "grader/attacks"] {
        for file in grader::files::below(&crates.join(folder), &is_built)? {
            if file.extension().is_some_and(|extension| extension == "rs") {
                texts.push(std::fs::read(&file).with_context(|| file.display().to_string())?);
            }
        }
    }
    let odd: [&[u8]; 9] = [
        b"r#unsafe fn f() {}",
        b"let x = br##\"\"#unsafe\"##; let 'a: &'static str = c\"\\\"\";",
        b"/* /* */ unsafe */ 'u' '\\'' b'\\\\' 0r\"\\\" \" 1e5_f64 0x_ff_u8",
        b"#!/bin/sh\nunsafe {}",
        b"\xef\xbb\xbf#![allow(x)] use std::{fmt, sync::{Mutex, *}};",
        b"macro_rules! m { ($a:tt) => { include!($a) } }",
        b"r#\"// \"# unsafe // \" \n 'r#fn 'a'b \"\\\n\" c\"\" #\"x\"#",
        b"fn f<'a, 'b, T>(_: &'a &'b (), v: &'b T) -> &'a T { v }",
        b"((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((",
    ];
    texts.extend(odd.map(<[u8]>::to_vec));
    Ok(texts)
}

/// Records of each kind, and texts that resemble one.
pub fn records() -> Result<Vec<Vec<u8>>> {
    let finding = Finding { place: Some("a.rs:1".to_string()), ..Finding::new(Verdict::Panicked, "a\nb") };
    let seen =
        json!({"a": [1, -2, 2.5e-7, 5.555555555555555e90, null, true, "\u{1e}\n\u{202e}"], "b": {"": [[[]]]}});
    let records = [
        Record::Input(seen.clone()),
        Record::Observation(seen.clone()),
        Record::Finding(Finding { evidence: seen.clone(), ..Finding::passed() }),
        Record::Note(finding),
    ];
    let mut lines: Vec<_> = records.iter().map(|record| record.to_line(ID, NONCE).into_bytes()).collect();
    lines.push(seen.to_string().into_bytes());
    lines.push(b"\x1e{\"id\":\"adds\",\"nonce\":\"5eed\",\"input\":1,\"input\":[2]}\n".to_vec());
    Ok(lines)
}

/// The states of small programs, complete and partial, and some with hostile texts.
pub fn states() -> Result<Vec<Vec<u8>>> {
    let program = || {
        let (count, ready) = (Mutex::new(0), AtomicBool::new(false));
        thread::scope(|scope| {
            scope.spawn(|| (*count.lock().unwrap() += 1, ready.store(true, Relaxed)));
            scope.spawn(|| ready.load(Relaxed).then(|| *count.lock().unwrap() += 1));
        });
    };
    let states = |options: Options| serde_json::from_str(&graph_json(&graph(&options, program)).to_string());
    let (whole, part): (Value, Value) = (states(Options::new())?, states(Options::new().max_states(4))?);
    let mut hostile = whole.clone();
    hostile["threads"][1] = "</script><script>\u{202e}\u{2028}<!--".into();
    hostile["functions"][0]["lines"] = json!(["]]>", "\u{0}", "é".repeat(3_000)]);
    let mut broken = whole.clone();
    broken["nodes"][0][3] = json!([[9_999, 0]]);
    let nothing = json!({"format": 3, "nodes": [[]]});
    Ok([whole, part, hostile, broken, nothing].iter().map(|graph| graph.to_string().into_bytes()).collect())
}

/// Messages of a compiler.
pub fn messages() -> Result<Vec<Vec<u8>>> {
    let span = |file: &str| json!({"file_name": file, "line_start": 7, "is_primary": true, "expansion": null});
    let message = |spans| {
        let code = json!({"code": "E0308"});
        json!({"level": "error", "message": "mismatched types", "code": code, "rendered": "error", "spans": spans})
    };
    let mut by_a_macro = span("/rustc/library/core/macros.rs");
    by_a_macro["expansion"] = json!({"span": span("crates/a/src/two.rs"), "macro_decl_name": "m!"});
    let lines = [
        message(json!([span("crates/a/src/one.rs")])),
        message(json!([span("crates\\a\\src\\two.rs"), by_a_macro])),
        message(json!([])),
        json!({"level": "warning", "spans": [span("crates/a/src/one.rs")]}),
    ];
    let all: Vec<_> = lines.iter().map(ToString::to_string).collect();
    let mut seeds: Vec<_> = all.iter().map(|line| line.clone().into_bytes()).collect();
    seeds.push(all.join("\n").repeat(9).into_bytes());
    seeds.push(b"confine: ready landlock=7\nthread 'rustc' panicked\n{\n".to_vec());
    Ok(seeds)
}

/// File names and other texts that are shown.
pub fn names() -> Result<Vec<Vec<u8>>> {
    let names: [&[u8]; 6] = [
        b"ana ruiz",
        b"\x1b[31mred\x9b\r\n\t",
        "\u{202e}\u{feff}\u{2066}é".as_bytes(),
        b"a\xff\xfe",
        b"=1+1,-2",
        b"",
    ];
    let long = "é".repeat(200).into_bytes();
    Ok(names.map(<[u8]>::to_vec).into_iter().chain([long]).collect())
}

/// Tar archives.
pub fn tar() -> Result<Vec<Vec<u8>>> {
    let mut seeds =
        SUBMISSIONS.map(|files| tar_of(files, EntryType::Regular)).into_iter().collect::<Result<Vec<_>>>()?;
    let kinds =
        [EntryType::Symlink, EntryType::Fifo, EntryType::GNULongName, EntryType::XHeader, EntryType::GNUSparse];
    for kind in kinds {
        seeds.push(tar_of(SUBMISSIONS[0], kind)?);
    }
    Ok(seeds)
}

/// Compressed tar archives.
pub fn tar_gz() -> Result<Vec<Vec<u8>>> {
    let mut seeds = Vec::new();
    for tar in tar()? {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(&tar)?;
        seeds.push(encoder.finish()?);
    }
    // Two compressed streams in one file, as some programs write them.
    seeds.push(seeds[..2].concat());
    Ok(seeds)
}

/// Zip archives.
pub fn zip() -> Result<Vec<Vec<u8>>> {
    let mut seeds = Vec::new();
    for files in SUBMISSIONS {
        seeds.push(zip_of(files, 0, false)?);
    }
    seeds.push(zip_of(SUBMISSIONS[0], 0o120_777, false)?);
    seeds.push(zip_of(SUBMISSIONS[0], 0o100_644, true)?);
    Ok(seeds)
}

/// The paths are written into the headers unchanged: other programs write paths that a library would refuse.
fn tar_of(files: &[Entry<'_>], kind: EntryType) -> Result<Vec<u8>> {
    let mut archive = Builder::new(Vec::new());
    for (path, bytes) in files {
        let mut header = Header::new_gnu();
        header.as_old_mut().name[..path.len()].copy_from_slice(path.as_bytes());
        header.set_entry_type(kind);
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_cksum();
        archive.append(&header, *bytes)?;
    }
    Ok(archive.into_inner()?)
}

/// See [`tar_of`]; `mode` is written unless it is 0.
fn zip_of(files: &[Entry<'_>], mode: u32, encrypted: bool) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut archive = ZipArchiveWriter::new(&mut bytes);
    for (path, content) in files {
        let file = archive.new_file(rawzip::path::EntryPath::verbatim(path.as_bytes()));
        let file = file.compression_method(CompressionMethod::DEFLATE).encrypted(encrypted);
        let file = if mode == 0 { file } else { file.unix_permissions(mode) };
        let (mut file, config) = file.start()?;
        let mut writer = config.wrap(DeflateEncoder::new(&mut file, Compression::best()));
        writer.write_all(content)?;
        let (encoder, descriptor) = writer.finish()?;
        encoder.finish()?;
        file.finish(descriptor)?;
    }
    archive.finish()?;
    Ok(bytes)
}
