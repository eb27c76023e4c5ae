/**
 * What the event log was last told of each component's health.
 *
 * <p>Only rows: what health is, and when a change of it is worth telling, is unknown here.
 */
@NullMarked
package io.graphkeep.server.catalog.health;

import org.jspecify.annotations.NullMarked;
