/**
 * Where the store's objects lie: one small interface, and the local file system behind it.
 *
 * <p>Knows names and bytes and nothing of what they mean. Nothing above it may assume a file system; every implementation
 * passes the same contract suite.
 */
@NullMarked
package io.graphkeep.server.store.backend;

import org.jspecify.annotations.NullMarked;
