/**
 * Tests from outside: real server processes on homes of their own, driven by the command, by grpcurl and by the client library.
 *
 * <p>Nothing here reaches into the server's insides; what a user cannot see is not looked at.
 */
@NullMarked
package io.graphkeep.it;

import org.jspecify.annotations.NullMarked;
