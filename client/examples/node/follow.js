// The feed of events and the feed of health, followed across breaks of the connection and restarts of the server.

import { setTimeout as pause } from 'node:timers/promises'

import grpc from '@grpc/grpc-js'

import { metadata, reason } from './connection.js'

const PASSES = [grpc.status.UNAVAILABLE, grpc.status.RESOURCE_EXHAUSTED] // what goes away when one tries again

/** Every event once: each new stream begins after the cursor of the last answer that came. */
export async function * events (monitoring, cursor = '') {
  for (;;) {
    try {
      for await (const answer of monitoring.watchEvents({ cursor, fromStart: !cursor }, metadata(true))) {
        cursor = answer[answer.item].cursor
        if (answer.item === 'event') {
          yield answer.event
        }
      }
    } catch (error) {
      await pauseOrThrow('events', error)
    }
  }
}

/** The state of the whole, and each change of it. */
export async function * health (monitoring) {
  for (;;) {
    try {
      for await (const { item, health, change } of monitoring.watchHealth({}, metadata(true))) {
        if (item === 'health') {
          yield { state: health.state, sentence: health.summary }
        } else if (item === 'change') {
          const { component, reason, message } = change.component
          yield { state: change.overallState, sentence: `${component}: ${reason} ${message}` }
        }
      }
    } catch (error) {
      await pauseOrThrow('health', error)
    }
  }
}

async function pauseOrThrow (feed, error) {
  if (!PASSES.includes(error.code)) {
    throw error
  }
  console.log(`${feed}: ${reason(error)}, trying again`)
  await pause(500 + Math.random() * 1000)
}
