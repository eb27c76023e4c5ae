/**
 * Bad networks for tests: a proxy between a client and a server that delays, slows down, cuts, and goes silent. It knows
 * sockets and bytes, and nothing of what they carry.
 */
@NullMarked
package io.graphkeep.it.net;

import org.jspecify.annotations.NullMarked;
