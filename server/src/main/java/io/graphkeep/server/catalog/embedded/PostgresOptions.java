package io.graphkeep.server.catalog.embedded;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the embedded database is set, as options of its command line, which outrank every file in the data directory.
 *
 * <p>Sized for a small machine that it shares with the server. Its log names statements by their error alone: neither
 * values nor rows are written to it.
 */
final class PostgresOptions {
    private PostgresOptions() {}

    static List<String> of(EmbeddedSettings settings, int port) {
        var options = new LinkedHashMap<String, String>();
        options.putAll(access(settings, port));
        options.putAll(size());
        options.putAll(logging(settings));
        options.putAll(durability(settings.durability()));
        var arguments = new ArrayList<String>();
        options.forEach((name, value) -> arguments.addAll(List.of("-c", name + "=" + value)));
        return arguments;
    }

    /** What must be in force whatever a file or a role says, and is asked after each start. */
    static Map<String, String> durability(EmbeddedSettings.Durability durability) {
        return switch (durability) {
            case POWER_LOSS -> Map.of("fsync", "on", "synchronous_commit", "on", "full_page_writes", "on");
            case NOTHING -> Map.of("fsync", "off", "synchronous_commit", "off", "full_page_writes", "off");
        };
    }

    private static Map<String, String> access(EmbeddedSettings settings, int port) {
        return Map.of(
                "port", String.valueOf(port),
                "listen_addresses", "127.0.0.1",
                "unix_socket_directories", "",
                "password_encryption", "scram-sha-256",
                "max_connections", String.valueOf(settings.maxConnections()),
                "superuser_reserved_connections", "0",
                "reserved_connections", "0",
                "client_connection_check_interval", "10s",
                "timezone", "UTC");
    }

    private static Map<String, String> size() {
        return Map.of(
                "shared_buffers", "128MB",
                "work_mem", "8MB",
                "maintenance_work_mem", "64MB",
                "wal_level", "minimal",
                "max_wal_senders", "0",
                "max_wal_size", "512MB",
                "min_wal_size", "64MB",
                "checkpoint_timeout", "10min",
                "max_parallel_workers_per_gather", "0",
                "jit", "off");
    }

    private static Map<String, String> logging(EmbeddedSettings settings) {
        var options = new LinkedHashMap<>(Map.of(
                "logging_collector", "on",
                "log_directory", settings.logs().toString(),
                "log_filename", PostgresLogs.NAME_PATTERN,
                "log_file_mode", "0600",
                "log_rotation_size", "4MB",
                "log_rotation_age", "1d"));
        options.putAll(Map.of(
                "log_line_prefix", "%m [%p] ",
                "log_timezone", "UTC",
                "lc_messages", "C",
                "log_min_error_statement", "panic",
                "log_error_verbosity", "terse"));
        return options;
    }
}
