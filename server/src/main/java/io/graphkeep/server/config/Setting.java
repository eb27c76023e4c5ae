package io.graphkeep.server.config;

/**
 * One key and what is in force for it, fit to be shown to anyone who may see the configuration.
 *
 * @param value as the operator would write it; {@code ***} for a secret, empty where nothing is set
 * @param where the name or the place that gave it, like {@code --grpc-port} or {@code /etc/graphkeep.env:12}; empty for a
 *     default
 */
public record Setting(String key, String value, Source source, String where) {
    public boolean isDefault() {
        return source == Source.DEFAULT;
    }
}
