/**
 * A snapshot's tree and content on their way into the store: what was read and what the parent already has, put in order.
 *
 * <p>Knows what was read, the format's trees and segments, and the sessions of the store; knows nothing of file systems, graphs
 * or operations.
 */
@NullMarked
package io.graphkeep.server.backup.assembly;

import org.jspecify.annotations.NullMarked;
