// Where the server is, who calls, and what an error says: read from the environment as the command line does.
//
// GRAPHKEEP_SERVER      host:port, default localhost:50051
// GRAPHKEEP_TOKEN_FILE  a file with the token, default ~/.graphkeep/admin.token; or GRAPHKEEP_TOKEN, the token itself
// GRAPHKEEP_CA          a PEM file with the authority to trust; without it the system's, and no TLS on this machine
// PROTO_PATH       where the contract lies, default where it does in Graphkeep's repository

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'

import grpc from '@grpc/grpc-js'
import protoLoader from '@grpc/proto-loader'

const require = createRequire(import.meta.url)
const environment = process.env

const contract = protoLoader.loadSync(
  [
    'graphkeep/v1/backup_service.proto',
    'graphkeep/v1/monitoring_service.proto',
    'google/rpc/status.proto',
    'google/rpc/error_details.proto'
  ],
  {
    includeDirs: [
      environment.PROTO_PATH ?? join(import.meta.dirname, '../../../proto/src/main/proto'),
      dirname(require.resolve('google-proto-files/package.json'))
    ],
    longs: Number,
    enums: String,
    defaults: true,
    oneofs: true
  }
)
const { graphkeep } = grpc.loadPackageDefinition(contract)

const options = {
  'grpc.keepalive_time_ms': 30_000, // a peer that is gone is noticed, on streams that are quiet too
  'grpc.keepalive_timeout_ms': 10_000,
  'grpc.max_reconnect_backoff_ms': 5_000
}

export function connect () {
  const server = environment.GRAPHKEEP_SERVER ?? 'localhost:50051'
  const credentials = transport(server)
  const backup = new graphkeep.v1.BackupService(server, credentials, options)
  const monitoring = new graphkeep.v1.MonitoringService(server, credentials, { ...options, channelOverride: backup.getChannel() })
  return { backup, monitoring, close: () => backup.close() }
}

/** What is sent with a call: who calls, and that a feed waits for a server that is away. */
export function metadata (waitForReady = false) {
  const sent = new grpc.Metadata({ waitForReady })
  sent.set('authorization', `Bearer ${token()}`)
  return sent
}

/** One call with one answer, as a promise. */
export function call (client, method, request, seconds = 30) {
  const deadline = Date.now() + seconds * 1000
  return new Promise((resolve, reject) => {
    client[method](request, metadata(), { deadline }, (error, answer) => (error ? reject(error) : resolve(answer)))
  })
}

/** The stable word for what went wrong, such as GRAPH_NOT_FOUND: decide by it, not by the text. */
export function reason (error) {
  const [status] = error.metadata?.get('grpc-status-details-bin') ?? []
  const details = status ? contract['google.rpc.Status'].deserialize(status).details : []
  const info = details.find(detail => detail.type_url.endsWith('/google.rpc.ErrorInfo'))
  return info ? contract['google.rpc.ErrorInfo'].deserialize(info.value).reason : grpc.status[error.code]
}

function token () {
  const file = environment.GRAPHKEEP_TOKEN_FILE ?? join(homedir(), '.graphkeep', 'admin.token')
  return (environment.GRAPHKEEP_TOKEN ?? readFileSync(file, 'utf8')).trim()
}

function transport (server) {
  if (environment.GRAPHKEEP_CA) {
    return grpc.credentials.createSsl(readFileSync(environment.GRAPHKEEP_CA))
  }
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(server.slice(0, server.lastIndexOf(':')))
  return isHere ? grpc.credentials.createInsecure() : grpc.credentials.createSsl()
}
