/**
 * The client library: connect to a Graphkeep server, call it, follow its operations, and read its errors.
 *
 * <p>Knows the contract and gRPC, and nothing of the server's insides or of the command line.
 */
@NullMarked
package io.graphkeep.client;

import org.jspecify.annotations.NullMarked;
