package io.graphkeep.server.config;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All keys, in the order of the reference page; a key's default may depend on those before it. */
final class Keys {
    static final List<Key<?>> ALL = Stream.of(
                    InstanceKeys.ALL,
                    NetworkConfig.KEYS,
                    AccessConfig.KEYS,
                    DatabaseConfig.KEYS,
                    StoreConfig.KEYS,
                    WorkConfig.KEYS,
                    VerifyConfig.KEYS,
                    RetentionConfig.KEYS,
                    CleanupConfig.KEYS,
                    ScheduleConfig.KEYS,
                    SwitchConfig.KEYS,
                    LimitConfig.KEYS,
                    OperationConfig.KEYS,
                    LogConfig.KEYS)
            .<Key<?>>flatMap(Collection::stream)
            .toList();

    /** Names that the command line and the launcher read; to the server they are known and mean nothing. */
    static final List<Map.Entry<String, String>> OF_THE_COMMAND_LINE = List.of(
            Map.entry("GRAPHKEEP_SERVER", "The server to talk to, `host:port`. Without it the one on this machine."),
            Map.entry("GRAPHKEEP_CONTEXT", "The context to use, one that `graphkeep context add` has named."),
            Map.entry("GRAPHKEEP_TOKEN", "The token to show."),
            Map.entry("GRAPHKEEP_TOKEN_FILE", "A file that holds it. Without either, `admin.token` in the home."),
            Map.entry("GRAPHKEEP_CA", "The authority that signed the server's certificate, a PEM file."),
            Map.entry("GRAPHKEEP_CERT", "A client certificate, a PEM file, where the server asks for one."),
            Map.entry("GRAPHKEEP_CERT_KEY", "The private key of the client certificate, a PEM file."),
            Map.entry("GRAPHKEEP_JAVA_HOME", "The JDK 25 that the launcher takes, before it looks for one."),
            Map.entry("GRAPHKEEP_JAVA_OPTS", "Options for the server's JVM."));

    private Keys() {}

    /** Every {@code GRAPHKEEP_} name that means something to some part of Graphkeep. */
    static Stream<String> names() {
        return Stream.concat(
                ALL.stream().flatMap(Keys::names), OF_THE_COMMAND_LINE.stream().map(Map.Entry::getKey));
    }

    private static Stream<String> names(Key<?> key) {
        return key.fromFile() ? Stream.of(key.name(), key.fileName()) : Stream.of(key.name());
    }
}
