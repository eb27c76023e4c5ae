/**
 * The event log as it is read: by number, in pages, and at its end.
 *
 * <p>Only statements and rows: who may see an event, and when a number is settled, is unknown here. Events are written by the
 * package above, in the transactions that cause them.
 */
@NullMarked
package io.graphkeep.server.catalog.event;

import org.jspecify.annotations.NullMarked;
