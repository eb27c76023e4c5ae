package io.graphkeep.client;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which server, as whom, and how, as far as it was said; null where it was not.
 *
 * @param tokenFile the file that holds the token; a token itself counts before it
 * @param ca the PEM file to trust; null for the system's roots
 */
public record ConnectionSettings(
        @Nullable ServerAddress server,
        @Nullable String token,
        @Nullable Path tokenFile,
        @Nullable Path ca,
        @Nullable Path certificate,
        @Nullable Path certificateKey,
        boolean plaintext) {

    /** Nothing said. */
    public static final ConnectionSettings NONE = new ConnectionSettings(null, null, null, null, null, null, false);

    /** What the variables of an environment say: those that {@code graphkeep --help} lists. */
    public static ConnectionSettings of(Map<String, String> environment) {
        var server = text(environment, "GRAPHKEEP_SERVER");
        return new ConnectionSettings(
                server == null ? null : ServerAddress.parse(server),
                text(environment, "GRAPHKEEP_TOKEN"),
                path(environment, "GRAPHKEEP_TOKEN_FILE"),
                path(environment, "GRAPHKEEP_CA"),
                path(environment, "GRAPHKEEP_CERT"),
                path(environment, "GRAPHKEEP_CERT_KEY"),
                "true".equals(text(environment, "GRAPHKEEP_PLAINTEXT")));
    }

    /** The same, and where it says nothing, what the others say. A token and a file of one stand for each other. */
    public ConnectionSettings or(ConnectionSettings others) {
        var hasToken = token != null || tokenFile != null;
        var hasCertificate = certificate != null || certificateKey != null;
        return new ConnectionSettings(
                server == null ? others.server : server,
                hasToken ? token : others.token,
                hasToken ? tokenFile : others.tokenFile,
                ca == null ? others.ca : ca,
                hasCertificate ? certificate : others.certificate,
                hasCertificate ? certificateKey : others.certificateKey,
                plaintext || others.plaintext);
    }

    /** Whether it says who calls. */
    public boolean hasToken() {
        return token != null || tokenFile != null;
    }

    /** How the bytes travel: TLS, unless it is switched off, or the server is on this machine and nothing asks for it. */
    public Transport transport() {
        if (plaintext) {
            return new Transport.Plaintext();
        }
        var to = server;
        var isAsked = ca != null || certificate != null || certificateKey != null;
        return to != null && to.isLoopback() && !isAsked
                ? new Transport.Plaintext()
                : new Transport.Tls(ca, certificate, certificateKey);
    }

    /** Never tells the token. */
    @Override
    public String toString() {
        return "ConnectionSettings(" + server + ", " + (hasToken() ? "with" : "without") + " a token)";
    }

    private static @Nullable String text(Map<String, String> environment, String name) {
        var value = environment.getOrDefault(name, "").strip();
        return value.isEmpty() ? null : value;
    }

    private static @Nullable Path path(Map<String, String> environment, String name) {
        var value = text(environment, name);
        return value == null ? null : Path.of(value);
    }
}
