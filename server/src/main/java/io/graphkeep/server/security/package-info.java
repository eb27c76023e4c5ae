/**
 * Who may come in and what they may touch: tokens, roles, graph scopes, paths, certificates, and the audit of denials.
 *
 * <p>Knows the catalog, the configuration and the table of reasons. It judges; it never answers a call itself, and no
 * secret leaves it except in the one answer that makes it.
 */
@NullMarked
package io.graphkeep.server.security;

import org.jspecify.annotations.NullMarked;
