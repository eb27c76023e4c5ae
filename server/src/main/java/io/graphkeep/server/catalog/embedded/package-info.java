/**
 * The PostgreSQL that the server runs for itself: its programs, its data directory, its process and its health.
 *
 * <p>Knows files, processes and one connection to ask the database how it is set. What is kept in it is unknown here; the
 * rest of the catalog gets a URL, a user and a password.
 */
@NullMarked
package io.graphkeep.server.catalog.embedded;

import org.jspecify.annotations.NullMarked;
