// A directory, sent as a snapshot of a graph.

import { createHash, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { lstat, readdir, readlink } from 'node:fs/promises'
import { join } from 'node:path'

import { call, metadata, reason } from './connection.js'

const FRAME_BYTES = 256 * 1024
export const TRANSFER_SECONDS = 3600

/** Makes a graph whose bytes clients send; nothing happens if it is there. */
export async function createGraph (backup, graphId) {
  try {
    await call(backup, 'createGraph', { graph: { graphId, source: { pushed: {} } }, requestId: randomUUID() })
  } catch (error) {
    if (reason(error) !== 'GRAPH_ALREADY_EXISTS') {
      throw error
    }
  }
}

/** Makes a snapshot of a directory. It is durable and visible once this returns, and not there at all before. */
export async function upload (backup, graphId, directory) {
  let stream
  const answer = new Promise((resolve, reject) => {
    const deadline = Date.now() + TRANSFER_SECONDS * 1000
    stream = backup.uploadSnapshot(metadata(), { deadline }, (error, sent) => (error ? reject(error) : resolve(sent)))
  })
  answer.catch(() => {}) // it is awaited below
  try {
    for await (const frame of frames(graphId, directory)) {
      if (!stream.write(frame)) {
        await Promise.race([once(stream, 'drain'), answer]) // a server that refuses answers before the end
      }
    }
    stream.end()
  } catch (error) {
    stream.cancel()
    await answer.catch(() => {})
    throw error
  }
  return (await answer).snapshot
}

async function * frames (graphId, directory) {
  yield { header: { graphId, requestId: randomUUID() } }
  let entries = 0
  for await (const { path, header } of walk(directory)) {
    yield { file: header }
    entries++
    if (header.kind === 'FILE_KIND_REGULAR') {
      const digest = createHash('sha256')
      for await (const data of createReadStream(path, { highWaterMark: FRAME_BYTES })) {
        digest.update(data)
        yield { data }
      }
      yield { fileEnd: { sha256: digest.digest() } }
    }
  }
  yield { end: { entries } }
}

async function * walk (top, below = '') {
  for (const name of (await readdir(join(top, below))).sort()) {
    const relative = below ? `${below}/${name}` : name
    const path = join(top, relative)
    const header = await describe(path, relative)
    if (header) {
      yield { path, header }
    }
    if (header?.kind === 'FILE_KIND_DIRECTORY') {
      yield * walk(top, relative)
    }
  }
}

async function describe (path, relative) {
  const info = await lstat(path, { bigint: true })
  const header = {
    path: encodeURI(relative), // what is not plain text, and the percent sign, travel as %XX
    mode: Number(info.mode & 0o777n),
    modifyTime: { seconds: Number(info.mtimeNs / 1_000_000_000n), nanos: Number(info.mtimeNs % 1_000_000_000n) }
  }
  if (info.isFile()) {
    return { ...header, kind: 'FILE_KIND_REGULAR', sizeBytes: Number(info.size) }
  }
  if (info.isDirectory()) {
    return { ...header, kind: 'FILE_KIND_DIRECTORY' }
  }
  if (info.isSymbolicLink()) {
    return { ...header, kind: 'FILE_KIND_SYMLINK', linkTarget: encodeURI(await readlink(path)) }
  }
  return undefined // sockets and the like have no bytes
}
