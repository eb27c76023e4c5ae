package io.graphkeep.it;

import io.graphkeep.v1.CreateGraphRequest;
import io.graphkeep.v1.CreateSnapshotRequest;
import io.graphkeep.v1.CreateTokenRequest;
import io.graphkeep.v1.Graph;
import io.graphkeep.v1.ListTokensRequest;
import io.graphkeep.v1.PushedSource;
import io.graphkeep.v1.RevokeTokenRequest;
import io.graphkeep.v1.Source;
import io.graphkeep.v1.TokenRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The server that gets all the wrong calls: two graphs, a snapshot of one of them, roots that it is kept to, and tokens of
 * callers who may do less than all.
 */
final class WrongCallSite implements AutoCloseable {
    final Path directory;
    final Path roots;
    final ServerProcess server;
    final Stubs stubs;
    final String snapshot;
    final String monitor;
    final String reader;
    final String scoped;
    final String revoked;

    WrongCallSite(Path directory) throws IOException {
        this.directory = directory;
        roots = Files.createDirectories(directory.resolve("graphs"));
        var source = new SampleGraph(7).lightRag(roots.resolve("books"), 3);
        Files.createSymbolicLink(roots.resolve("way-out"), directory);
        Files.writeString(roots.resolve("a-file"), "not a directory");
        Files.createDirectories(directory.resolve("outside"));
        server = ServerProcess.start(PreparedHome.at(directory.resolve("home")), "GRAPHKEEP_ROOTS=" + roots);
        stubs = new Stubs(server);
        stubs.backup().createGraph(WrongCallTest.create("books", source).build());
        stubs.backup()
                .createGraph(CreateGraphRequest.newBuilder()
                        .setGraph(Graph.newBuilder()
                                .setGraphId("pushed")
                                .setSource(Source.newBuilder().setPushed(PushedSource.getDefaultInstance())))
                        .build());
        var captured = stubs.ended(stubs.backup()
                .createSnapshot(
                        CreateSnapshotRequest.newBuilder().setGraphId("books").build())
                .getOperation());
        snapshot = captured.getSnapshot().getSnapshotId();
        monitor = token("m", TokenRole.TOKEN_ROLE_MONITOR);
        reader = token("r", TokenRole.TOKEN_ROLE_READER);
        scoped = token("s", TokenRole.TOKEN_ROLE_OPERATOR, "other*");
        revoked = token("gone", TokenRole.TOKEN_ROLE_ADMIN);
        revoke("gone");
    }

    @Override
    public void close() {
        stubs.close();
        server.close();
        TestFiles.deleteAll(directory);
    }

    private String token(String name, TokenRole role, String... scopes) {
        return stubs.admin()
                .createToken(CreateTokenRequest.newBuilder()
                        .setName(name)
                        .setRole(role)
                        .addAllScopes(List.of(scopes))
                        .build())
                .getSecret();
    }

    private void revoke(String name) {
        for (var token :
                stubs.admin().listTokens(ListTokensRequest.getDefaultInstance()).getTokensList()) {
            if (token.getName().equals(name)) {
                stubs.admin()
                        .revokeToken(RevokeTokenRequest.newBuilder()
                                .setTokenId(token.getTokenId())
                                .build());
            }
        }
    }
}
