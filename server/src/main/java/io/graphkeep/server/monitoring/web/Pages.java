package io.graphkeep.server.monitoring.web;

import com.sun.net.httpserver.Headers;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.monitoring.Metrics;
import io.graphkeep.server.monitoring.Metrics.Format;
import io.graphkeep.server.monitoring.Readiness;
import java.util.List;
import java.util.Optional;

/**
 * What each path of the HTTP port answers.
 *
 * <p>The probes say yes or no to anyone, so that an orchestrator needs no secret; reasons and figures need a token.
 */
public final class Pages {
    private static final String BEARER = "Bearer ";

    private final Readiness readiness;
    private final Metrics metrics;
    private final Access access;
    private final boolean metricsOn;
    private final boolean metricsOpen;
    private final Hosts hosts;

    public Pages(
            Readiness readiness, Metrics metrics, Access access, boolean metricsOn, boolean metricsOpen, Hosts hosts) {
        this.hosts = hosts;
        this.readiness = readiness;
        this.metrics = metrics;
        this.access = access;
        this.metricsOn = metricsOn;
        this.metricsOpen = metricsOpen;
    }

    Answer answer(String path, Headers headers) {
        if (!hosts.allow(headers.getFirst("Host"))) {
            return Answer.text(
                    421,
                    "This server is not known by the name in the request's Host header. Use its address, or add the"
                            + " name to GRAPHKEEP_HTTP_HOSTS and restart it.");
        }
        return switch (path) {
            case "/livez" -> Answer.text(200, "alive");
            case "/readyz" -> ready(headers);
            case "/metrics" -> metrics(headers);
            default -> Answer.text(404, "There is no such page. This port serves /livez, /readyz and /metrics.");
        };
    }

    private Answer ready(Headers headers) {
        var ready = readiness.isReady();
        var text = new StringBuilder(ready ? "ready" : "not ready");
        if (mayKnowWhy(headers)) {
            readiness.explain().forEach(sentence -> text.append('\n').append(sentence));
        }
        return Answer.text(ready ? 200 : 503, text.toString());
    }

    /** A token that cannot be judged gets what no token gets: a probe answers whatever else is broken. */
    private boolean mayKnowWhy(Headers headers) {
        try {
            return token(headers).map(access::judge).orElse(Access.Answer.UNKNOWN) == Access.Answer.GRANTED;
        } catch (GraphkeepException unavailable) {
            return false;
        }
    }

    private Answer metrics(Headers headers) {
        if (!metricsOn) {
            return Answer.text(404, "Metrics are switched off: set GRAPHKEEP_METRICS_ENABLED=true and restart.");
        }
        if (metricsOpen) {
            return figures(headers);
        }
        var token = token(headers);
        if (token.isEmpty()) {
            return unauthorized("Send a token: authorization: Bearer gk_…, or set GRAPHKEEP_METRICS_OPEN=true.");
        }
        try {
            return switch (access.judge(token.get())) {
                case GRANTED -> figures(headers);
                case DENIED -> Answer.text(403, "Metrics need a token of role monitor or above without graph scopes.");
                case UNKNOWN -> unauthorized("The token is not valid, or not any more.");
            };
        } catch (GraphkeepException unavailable) {
            return Answer.text(
                    503, unavailable.sentence() + " " + unavailable.reason().advice());
        }
    }

    /** In OpenMetrics' format for who names it, as Prometheus does, and in the old one for anyone else. */
    private Answer figures(Headers headers) {
        var accepted = String.join(",", headers.getOrDefault("Accept", List.of()));
        var format = accepted.contains("application/openmetrics-text") ? Format.OPEN_METRICS : Format.PROMETHEUS;
        return Answer.of(format.mediaType(), metrics.text(format));
    }

    private static Answer unauthorized(String text) {
        return Answer.text(401, text).with("WWW-Authenticate", "Bearer realm=\"graphkeep\"");
    }

    private static Optional<String> token(Headers headers) {
        return Optional.ofNullable(headers.getFirst("Authorization"))
                .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(value -> value.substring(BEARER.length()).strip());
    }
}
