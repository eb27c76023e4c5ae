// A snapshot, written into a directory.

import { createHash } from 'node:crypto'
import { chmod, link, mkdir, open, symlink, utimes } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { unescapeBuffer } from 'node:querystring'

import { metadata } from './connection.js'
import { TRANSFER_SECONDS } from './upload.js'

/** Writes the newest snapshot into a new directory, and returns how many entries it has. Each file is checked. */
export async function download (backup, graphId, directory) {
  const deadline = Date.now() + TRANSFER_SECONDS * 1000
  const frames = backup.downloadSnapshot({ graphId, snapshotId: 'latest' }, metadata(), { deadline })
  const late = []
  let entries = 0
  let file
  for await (const answer of frames) {
    switch (answer.frame) {
      case 'header':
        await mkdir(directory)
        break
      case 'file':
        entries++
        file = await begin(directory, answer.file, late)
        break
      case 'data':
        file.digest.update(answer.data)
        await file.handle.write(answer.data)
        break
      case 'fileEnd':
        await file.handle.close()
        if (!file.digest.digest().equals(answer.fileEnd.sha256)) {
          throw new Error(`${file.path} was damaged on its way`)
        }
        await finish(file.path, file.header)
        break
      case 'end':
        if (entries !== answer.end.entries) {
          throw new Error(`${entries} entries came, and ${answer.end.entries} were sent`)
        }
        await finishLate(directory, late.reverse())
        return entries
    }
  }
  throw new Error('The download ended before its end')
}

async function begin (directory, header, late) {
  const path = inside(directory, header.path)
  if (header.kind === 'FILE_KIND_DIRECTORY') {
    await mkdir(path, { recursive: true })
  } else if (header.kind === 'FILE_KIND_REGULAR' && !header.hardLinkTarget) {
    await mkdir(dirname(path), { recursive: true })
    return { path, header, handle: await open(path, 'wx'), digest: createHash('sha256') }
  }
  late.push({ path, header })
  return undefined
}

/** Links come after all files, so that none is written through one; then directories, from the innermost out. */
async function finishLate (directory, late) {
  for (const { path, header } of late) {
    if (header.kind === 'FILE_KIND_SYMLINK') {
      await symlink(unescaped(header.linkTarget), path)
    } else if (header.hardLinkTarget) {
      await link(inside(directory, header.hardLinkTarget), path)
    }
  }
  for (const { path, header } of late.filter(({ header }) => header.kind === 'FILE_KIND_DIRECTORY')) {
    await finish(path, header)
  }
}

async function finish (path, { mode, modifyTime }) {
  await chmod(path, mode & 0o777)
  const time = modifyTime.seconds + modifyTime.nanos / 1e9
  await utimes(path, time, time)
}

/** What a peer sends is never trusted to stay where it belongs. */
function inside (directory, escaped) {
  const path = unescaped(escaped)
  if (path.startsWith('/') || path.split('/').includes('..')) {
    throw new Error(`The server sent a path that leads elsewhere: ${escaped}`)
  }
  return join(directory, path)
}

function unescaped (text) {
  return unescapeBuffer(encodeURI(text).replaceAll('%25', '%')).toString()
}
