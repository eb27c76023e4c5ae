package io.graphkeep.cli;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.graphkeep.client.ConnectionSettings;
import io.graphkeep.client.Transport;

/** What may be shown of a context: everything but its token. */
final class ContextFacts {
    private ContextFacts() {}

    static Struct of(String name, ConnectionSettings settings, boolean isUsed) {
        return Struct.newBuilder()
                .putFields("name", text(name))
                .putFields("server", text(String.valueOf(settings.server())))
                .putFields("token", text(token(settings)))
                .putFields("tls", text(tls(settings)))
                .putFields("in_use", Value.newBuilder().setBoolValue(isUsed).build())
                .build();
    }

    static String token(ConnectionSettings settings) {
        if (settings.token() != null) {
            return "kept here";
        }
        return settings.tokenFile() == null ? "none" : "in " + settings.tokenFile();
    }

    static String tls(ConnectionSettings settings) {
        if (settings.transport() instanceof Transport.Tls tls) {
            return (tls.ca() == null ? "trusting the system" : "trusting " + tls.ca())
                    + (tls.certificate() == null ? "" : ", with " + tls.certificate());
        }
        return "no";
    }

    private static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }
}
