/**
 * Pushing a directory as a snapshot: only what the server does not have travels.
 *
 * <p>Knows the frames of PushSnapshot and the formats, and nothing of how frames reach a server: {@link
 * io.graphkeep.transfer.push.PushStream} is that. Memory is bounded, whatever the directory's size.
 */
@NullMarked
package io.graphkeep.transfer.push;

import org.jspecify.annotations.NullMarked;
