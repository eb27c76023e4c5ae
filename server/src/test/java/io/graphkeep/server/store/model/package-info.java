/**
 * The protocol by which writers, readers, compaction and garbage collection share the store, as a model small enough to be
 * explored exhaustively. It knows nothing of the code that follows the protocol: that code's steps and locks are told here a
 * second time, each rule with a name, so that what each is for can be shown by leaving it out.
 */
@NullMarked
package io.graphkeep.server.store.model;

import org.jspecify.annotations.NullMarked;
