package io.graphkeep.server.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What must hold between keys, and between them and the disk. A rule about a key that is bad by itself is silent. */
final class Rules {
    private final Reader reader;
    private final Values values;
    private final Findings findings;

    Rules(Reader reader, Findings findings) {
        this.reader = reader;
        this.values = reader.values();
        this.findings = findings;
    }

    void check() {
        network();
        tls();
        adminToken();
        database();
        masterKey();
        store();
        operations();
        withoutEffect();
        new Places(reader, findings).check();
    }

    private void network() {
        var grpc = values.get(NetworkConfig.GRPC_PORT);
        if (grpc != 0 && grpc.equals(values.get(NetworkConfig.HTTP_PORT))) {
            findings.problem(
                    NetworkConfig.HTTP_PORT.name(),
                    grpc + " is the port of gRPC too: give " + NetworkConfig.GRPC_PORT.name() + " or this another.");
        }
        channelz();
        var listen = values.get(NetworkConfig.LISTEN);
        if (listen.isLoopback() || anyBad(NetworkConfig.LISTEN)) {
            return;
        }
        beyondLoopback(listen);
    }

    private void channelz() {
        var channelz = values.find(NetworkConfig.CHANNELZ_PORT);
        if (channelz == null || channelz == 0) {
            return;
        }
        Stream.of(NetworkConfig.GRPC_PORT, NetworkConfig.HTTP_PORT)
                .filter(key -> channelz.equals(values.get(key)))
                .forEach(key -> findings.problem(
                        NetworkConfig.CHANNELZ_PORT.name(),
                        channelz + " is " + key.name() + " too: channelz takes a port of its own."));
    }

    private void beyondLoopback(ListenAddress listen) {
        var reach = listen + " can be reached from other machines";
        if (values.get(NetworkConfig.PLAINTEXT)) {
            findings.warning(NetworkConfig.PLAINTEXT.name() + " is true: " + reach + ", and tokens and data travel"
                    + " unencrypted.");
        } else if (!anyBad(NetworkConfig.PLAINTEXT, NetworkConfig.TLS_CERT, NetworkConfig.TLS_KEY)
                && values.find(NetworkConfig.TLS_CERT) == null
                && values.find(NetworkConfig.TLS_KEY) == null) {
            findings.problem(
                    NetworkConfig.LISTEN.name(),
                    reach + ", and there is no TLS: set GRAPHKEEP_TLS_CERT and GRAPHKEEP_TLS_KEY; or set"
                            + " GRAPHKEEP_PLAINTEXT=true if something else protects the network.");
        }
        if (values.find(AccessConfig.ROOTS) == null && !anyBad(AccessConfig.ROOTS)) {
            findings.problem(
                    AccessConfig.ROOTS.name(),
                    "must be set, for " + reach + ": the directories that graphs may be read from and restored to.");
        }
    }

    private void tls() {
        var hasCertificate = isSet(NetworkConfig.TLS_CERT);
        if (hasCertificate != isSet(NetworkConfig.TLS_KEY)) {
            var missing = hasCertificate ? NetworkConfig.TLS_KEY : NetworkConfig.TLS_CERT;
            var there = hasCertificate ? NetworkConfig.TLS_CERT : NetworkConfig.TLS_KEY;
            findings.problem(missing.name(), "must be set, because " + there.name() + " is: TLS takes both.");
        }
        if (!hasCertificate && isSet(NetworkConfig.TLS_CLIENT_CA)) {
            findings.problem(
                    NetworkConfig.TLS_CLIENT_CA.name(),
                    "asks callers for certificates, which takes TLS: set GRAPHKEEP_TLS_CERT and GRAPHKEEP_TLS_KEY.");
        }
        if (hasCertificate && values.get(NetworkConfig.PLAINTEXT)) {
            findings.problem(
                    NetworkConfig.PLAINTEXT.name(), "is true and GRAPHKEEP_TLS_CERT is set: only one can be meant.");
        }
        Stream.of(NetworkConfig.TLS_CERT, NetworkConfig.TLS_KEY, NetworkConfig.TLS_CLIENT_CA)
                .forEach(this::mustBeReadable);
    }

    private void adminToken() {
        mustBeReadable(AccessConfig.ADMIN_TOKEN_FILE);
    }

    private void masterKey() {
        if (isSet(StoreConfig.KEY_FILE) && isSet(StoreConfig.MASTER_KEY)) {
            findings.problem(
                    StoreConfig.MASTER_KEY.name(),
                    "is set and GRAPHKEEP_KEY_FILE is too: which of the two keys is meant? Keep one of them.");
        }
    }

    private void database() {
        var url = values.find(DatabaseConfig.DB_URL);
        var origin = reader.origin(DatabaseConfig.DB_URL);
        if (url instanceof DatabaseUrl.Sqlite && origin != null) {
            findings.warning(origin.name() + " names a SQLite file, which cannot hold the catalog: the embedded"
                    + " PostgreSQL is used instead.");
        }
        if (!isSet(DatabaseConfig.DB_URL)) {
            Stream.of(DatabaseConfig.DB_USER, DatabaseConfig.DB_PASSWORD)
                    .filter(this::isSet)
                    .forEach(key -> findings.problem(
                            key.name(),
                            "is set and GRAPHKEEP_DB_URL is not: name the database, or unset this to use the embedded"
                                    + " one."));
        }
        if (origin != null
                && origin.source() == Source.FLAG
                && url instanceof DatabaseUrl.Postgres postgres
                && postgres.password() != null
                && !origin.name().equals(DatabaseConfig.DB_URL.fileName())) {
            findings.warning("--db-url has a password in it, which every user of this machine can read in the list of"
                    + " processes: --db-url-file keeps it out of there.");
        }
    }

    private void store() {
        var origin = reader.origin(StoreConfig.STORE);
        if (origin != null
                && (origin.source() == Source.FIRST_VERSION || origin.source() == Source.FILE_FIRST_VERSION)
                && !origin.text().strip().matches("(?s)(/|~|file:).*")
                && !anyBad(StoreConfig.STORE)) {
            findings.warning(origin.name() + " is a relative path, which depends on the directory that the server is"
                    + " started in: it is " + values.get(StoreConfig.STORE) + " now.");
        }
    }

    private void operations() {
        var lease = values.get(OperationConfig.OPERATION_LEASE);
        var heartbeat = values.get(OperationConfig.OPERATION_HEARTBEAT);
        if (heartbeat.multipliedBy(2).compareTo(lease) > 0
                && !anyBad(OperationConfig.OPERATION_LEASE, OperationConfig.OPERATION_HEARTBEAT)) {
            findings.problem(
                    OperationConfig.OPERATION_HEARTBEAT.name(),
                    Durations.show(heartbeat) + " is more than half of GRAPHKEEP_OPERATION_LEASE ("
                            + Durations.show(lease) + "): a late heartbeat would lose the lease.");
        }
    }

    /** A key that is set and does nothing yet is told: nobody may rely on it. */
    private void withoutEffect() {
        var told = Keys.ALL.stream()
                .filter(key -> !key.waitsFor().isEmpty() && isSet(key))
                .map(key -> key.name() + " (" + key.waitsFor() + ")")
                .collect(Collectors.joining(", "));
        if (!told.isEmpty()) {
            findings.warning("Set, and without effect in this version, because what they are for is not built yet: "
                    + told + ".");
        }
    }

    private void mustBeReadable(Key<Path> key) {
        var path = values.find(key);
        if (path == null || (Files.isReadable(path) && Files.isRegularFile(path))) {
            return;
        }
        try {
            Files.newInputStream(path).close();
            findings.problem(key.name(), path + " is not a file.");
        } catch (IOException unreadable) {
            findings.problem(key.name(), path + " cannot be read: " + FileFailure.why(unreadable));
        }
    }

    private boolean isSet(Key<?> key) {
        return reader.origin(key) != null;
    }

    private boolean anyBad(Key<?>... keys) {
        return Stream.of(keys).anyMatch(values::isBad);
    }
}
