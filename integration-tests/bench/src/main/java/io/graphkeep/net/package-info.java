/**
 * Bad networks for tests and benchmarks: a proxy between a client and a server that delays, slows down, cuts, and goes silent. It knows
 * sockets and bytes, and nothing of what they carry.
 */
@NullMarked
package io.graphkeep.net;

import org.jspecify.annotations.NullMarked;
