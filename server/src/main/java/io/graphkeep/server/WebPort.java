package io.graphkeep.server;

import io.graphkeep.server.config.NetworkConfig;
import io.graphkeep.server.config.ServerConfig;
import io.graphkeep.server.config.Switch;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.errors.StartRefused;
import io.graphkeep.server.monitoring.web.Access;
import io.graphkeep.server.monitoring.web.Hosts;
import io.graphkeep.server.monitoring.web.Pages;
import io.graphkeep.server.monitoring.web.WebServer;
import io.graphkeep.server.security.Role;
import io.graphkeep.server.security.TlsMaterial;
import io.graphkeep.server.security.TokenSecret;
import io.graphkeep.server.security.Tokens;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Opens the HTTP port as the configuration says. */
final class WebPort {
    private WebPort() {}

    static WebServer open(ServerConfig config, Telemetry telemetry, Tokens tokens, @Nullable TlsMaterial tls) {
        var network = config.network();
        var pages = new Pages(
                telemetry.readiness(),
                telemetry.metrics(),
                token -> judge(tokens, token),
                config.switches().isOn(Switch.METRICS),
                config.access().metricsOpen(),
                hosts(config));
        try {
            return WebServer.start(
                    network.listen().socket(network.httpPort()),
                    tls == null ? null : context(tls),
                    config.limits().maxConnections(),
                    config.limits().maxHeaderSize(),
                    pages);
        } catch (IOException taken) {
            throw new StartRefused(
                    "The HTTP port cannot be opened on " + where(network) + ": " + taken.getMessage()
                            + ". Stop what uses it, or set GRAPHKEEP_HTTP_PORT (0 takes any free port).",
                    taken);
        }
    }

    private static Hosts hosts(ServerConfig config) {
        var names = new ArrayList<>(config.access().httpHosts());
        names.add(config.network().listen().host());
        try {
            names.add(InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException nameless) {
            // A machine that does not know its own name is called by another, which is configured then.
            return Hosts.of(names);
        }
        return Hosts.of(names);
    }

    /** Figures and reasons name graphs, so a token that is kept to some graphs may not read them. */
    private static Access.Answer judge(Tokens tokens, String token) {
        var secret = TokenSecret.parse(token);
        if (secret.isEmpty()) {
            return Access.Answer.UNKNOWN;
        }
        try {
            var principal = tokens.verify(secret.get());
            return principal.mayUse(Role.MONITOR) && principal.scopes().isAll()
                    ? Access.Answer.GRANTED
                    : Access.Answer.DENIED;
        } catch (GraphkeepException refused) {
            if (refused.reason() == Reason.UNAUTHENTICATED || refused.reason() == Reason.TOKEN_EXPIRED) {
                return Access.Answer.UNKNOWN;
            }
            throw refused;
        }
    }

    private static SSLContext context(TlsMaterial tls) {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {tls.keyManager()}, null, null);
            return context;
        } catch (GeneralSecurityException failure) {
            throw new StartRefused("TLS cannot be set up for the HTTP port: " + failure.getMessage(), failure);
        }
    }

    private static String where(NetworkConfig network) {
        return network.listen() + ":" + network.httpPort();
    }
}
