// A client of Graphkeep in Node.

import { randomUUID } from 'node:crypto'

import { call, connect, metadata, reason } from './connection.js'
import { download } from './download.js'
import { events, health } from './follow.js'
import { TRANSFER_SECONDS, createGraph, upload } from './upload.js'

const USAGE = 'usage: node example.js backup GRAPH DIRECTORY | list GRAPH | restore GRAPH DIRECTORY | follow [CURSOR]'

const commands = {
  async backup ({ backup, monitoring }, graph, directory) {
    await createGraph(backup, graph)
    const snapshot = await upload(backup, graph, directory)
    console.log(`snapshot ${snapshot.snapshotId}: ${snapshot.logicalBytes} bytes`)
    await verify(backup, monitoring, snapshot)
    console.log('verified')
  },

  async list ({ backup }, graphId) {
    for await (const { snapshotId, state, cutTime } of pages(backup, 'listSnapshots', { graphId }, 'snapshots')) {
      const cut = new Date(cutTime.seconds * 1000 + cutTime.nanos / 1e6).toISOString()
      console.log(`snapshot ${snapshotId} ${state.replace('SNAPSHOT_STATE_', '')} ${cut}`)
      for await (const file of pages(backup, 'listSnapshotFiles', { snapshotId }, 'files')) {
        console.log(`  ${file.path} ${file.sizeBytes}`)
      }
    }
  },

  async restore ({ backup }, graph, directory) {
    console.log(`restored ${await download(backup, graph, directory)} entries`)
  },

  async follow ({ monitoring }, cursor) {
    const both = [
      (async () => {
        for await (const { sequence, kind, sentence } of events(monitoring, cursor)) {
          console.log(`event ${sequence} ${kind.replace('EVENT_KIND_', '')} ${sentence}`)
        }
      })(),
      (async () => {
        for await (const { state, sentence } of health(monitoring)) {
          console.log(`health ${state.replace('HEALTH_STATE_', '')} ${sentence}`)
        }
      })()
    ]
    await Promise.race(both)
  }
}

/** Has the server read back what it stored, and watches it do so. */
async function verify (backup, monitoring, { snapshotId }) {
  let { operation } = await call(backup, 'verifySnapshot', { snapshotId, requestId: randomUUID() })
  const deadline = Date.now() + TRANSFER_SECONDS * 1000
  const watch = monitoring.watchOperation({ operationId: operation.operationId }, metadata(), { deadline })
  for await (const answer of watch) {
    operation = answer.operation // ends with the answer in which it has ended
  }
  if (operation.state !== 'OPERATION_STATE_SUCCEEDED') {
    throw new Error(`${operation.errorDetails.errorInfo.reason}: ${operation.error.message}`)
  }
}

/** Every entry of a list, page by page: an empty token ends it, and nothing else does. */
async function * pages (client, method, request, entries) {
  for (let pageToken = ''; ;) {
    const page = await call(client, method, { ...request, pageToken })
    yield * page[entries]
    pageToken = page.nextPageToken
    if (!pageToken) {
      return
    }
  }
}

const [verb, ...rest] = process.argv.slice(2)
const command = commands[verb]
if (!command || rest.length < command.length - 1 - (verb === 'follow')) {
  console.error(USAGE)
  process.exit(2)
}
const client = connect()
try {
  await command(client, ...rest)
} catch (error) {
  console.error(error.code !== undefined && error.details !== undefined ? `${reason(error)}: ${error.details}` : error.message)
  process.exitCode = 1
} finally {
  client.close()
}
