/**
 * The rotation of the store's key as an operation that people start and watch. The steps themselves, and what a crash between
 * two of them leaves, are the store's; knows the queue and the catalog, and nothing of calls.
 */
@NullMarked
package io.graphkeep.server.keys;

import org.jspecify.annotations.NullMarked;
