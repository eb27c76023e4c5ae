package io.graphkeep.client;

import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says which server, as whom and how, and then connects. What is said twice counts as it was said last. */
public final class GraphkeepClientBuilder {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private ConnectionSettings settings = ConnectionSettings.NONE;
    private Duration timeout = TIMEOUT;
    private @Nullable Transport transport;

    GraphkeepClientBuilder() {}

    /** The server, as {@code host:port} or {@code host}, with the default port 50051. */
    public GraphkeepClientBuilder server(String address) {
        try {
            return with(new ConnectionSettings(ServerAddress.parse(address), null, null, null, null, null, false));
        } catch (IllegalArgumentException wrong) {
            throw invalid(wrong);
        }
    }

    /** The token itself. */
    public GraphkeepClientBuilder token(String token) {
        return with(new ConnectionSettings(null, token.strip(), null, null, null, null, false));
    }

    /** A file that holds the token, and is read again when it has changed. */
    public GraphkeepClientBuilder tokenFile(Path file) {
        return with(new ConnectionSettings(null, null, file, null, null, null, false));
    }

    /** A PEM file with the authority to trust for TLS, in place of the system's. */
    public GraphkeepClientBuilder ca(Path pem) {
        return with(new ConnectionSettings(null, null, null, pem, null, null, false));
    }

    /** PEM files with a certificate of one's own and its key, for mutual TLS. */
    public GraphkeepClientBuilder certificate(Path pem, Path key) {
        return with(new ConnectionSettings(null, null, null, null, pem, key, false));
    }

    /** Without TLS, though the server may be elsewhere: only on a network that is trusted as a whole. */
    public GraphkeepClientBuilder plaintext() {
        return with(new ConnectionSettings(null, null, null, null, null, null, true));
    }

    /**
     * What the environment says of all that was not said in code: {@code GRAPHKEEP_SERVER}, {@code GRAPHKEEP_TOKEN} or
     * {@code GRAPHKEEP_TOKEN_FILE}, {@code GRAPHKEEP_CA}, {@code GRAPHKEEP_CERT}, {@code GRAPHKEEP_CERT_KEY} and {@code
     * GRAPHKEEP_PLAINTEXT}.
     */
    public GraphkeepClientBuilder environment(Map<String, String> variables) {
        try {
            return settings(settings.or(ConnectionSettings.of(variables)));
        } catch (IllegalArgumentException wrong) {
            throw invalid(wrong);
        }
    }

    /** How the bytes travel, in place of what follows from the rest. */
    public GraphkeepClientBuilder transport(Transport way) {
        transport = way;
        return this;
    }

    /** All of it at once. */
    public GraphkeepClientBuilder settings(ConnectionSettings all) {
        settings = all;
        return this;
    }

    /** After how long a call that is no stream is given up; 30 s where nothing is said. */
    public GraphkeepClientBuilder timeout(Duration most) {
        timeout = most;
        return this;
    }

    /** Prepares the connection, which the first call opens. Reads the token and the PEM files. */
    public GraphkeepClient connect() {
        var server = settings.server();
        if (server == null) {
            throw new GraphkeepException(
                    Status.Code.INVALID_ARGUMENT,
                    "",
                    "No server was named: say which one, or set GRAPHKEEP_SERVER to host:port.",
                    null);
        }
        try {
            var way = transport == null ? settings.transport() : transport;
            return GraphkeepClient.connect(server, way, TokenSource.of(settings), timeout);
        } catch (IllegalArgumentException wrong) {
            throw invalid(wrong);
        } catch (IOException unreadable) {
            throw new GraphkeepException(
                    Status.Code.INVALID_ARGUMENT,
                    "",
                    "A file for the connection cannot be read: " + unreadable.getMessage(),
                    unreadable);
        }
    }

    private GraphkeepClientBuilder with(ConnectionSettings said) {
        settings = said.or(settings);
        return this;
    }

    private static GraphkeepException invalid(IllegalArgumentException wrong) {
        return new GraphkeepException(Status.Code.INVALID_ARGUMENT, "", String.valueOf(wrong.getMessage()), wrong);
    }
}
