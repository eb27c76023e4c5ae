/**
 * The HTTP port: probes for orchestrators, figures for Prometheus.
 *
 * <p>Answers yes or no to anyone, and anything more only to a caller with a token. Knows health and metrics and nothing of
 * the gRPC services.
 */
@NullMarked
package io.graphkeep.server.monitoring.web;

import org.jspecify.annotations.NullMarked;
