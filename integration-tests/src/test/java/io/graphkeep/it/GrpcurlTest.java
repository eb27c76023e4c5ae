package io.graphkeep.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A real grpcurl, without any .proto file, against a real server. */
@Tag("needs-grpcurl")
@ExtendWith(SharedServers.class)
class GrpcurlTest {
    private final ServerProcess server;

    GrpcurlTest(SharedServer shared) {
        server = shared.process();
    }

    @Test
    void reflectionTellsEveryService() {
        var listed = grpcurl("list").expect(0).out();

        assertThat(listed.lines())
                .contains(
                        "graphkeep.v1.AdminService",
                        "graphkeep.v1.BackupService",
                        "graphkeep.v1.MonitoringService",
                        "graphkeep.v1.PeerService",
                        "graphkeep.v1.RecoveryService",
                        "graphkeep.v1.ReplicationService",
                        "grpc.health.v1.Health",
                        "grpc.reflection.v1.ServerReflection",
                        "grpc.reflection.v1alpha.ServerReflection");
    }

    @Test
    void aMethodDescribesItselfWithItsMessages() {
        assertThat(grpcurl("describe", "graphkeep.v1.BackupService.CreateGraph")
                        .expect(0)
                        .out())
                .contains("rpc CreateGraph ( .graphkeep.v1.CreateGraphRequest )");
        assertThat(grpcurl("describe", "graphkeep.v1.CreateGraphRequest")
                        .expect(0)
                        .out())
                .contains("request_id");
    }

    @Test
    void aCallIsAnswered() {
        var token = server.graphkeep(
                        "token", "create", "grpcurl", "--role", "reader", "--graphs", "none-of-these-*", "-q")
                .expect(0)
                .out()
                .strip();

        assertThat(grpcurlAs(token, "graphkeep.v1.BackupService/ListGraphs")
                        .expect(0)
                        .out()
                        .strip())
                .isEqualTo("{}");
    }

    @Test
    void anErrorShowsItsReasonDecoded() {
        var failed = grpcurl("-d", "{\"graph_id\": \"nowhere\"}", "graphkeep.v1.BackupService/GetGraph");

        assertThat(failed.exitCode()).isNotZero();
        assertThat(failed.err())
                .contains("NotFound")
                .contains("\"reason\": \"GRAPH_NOT_FOUND\"")
                .contains("\"domain\": \"graphkeep\"");
    }

    @Test
    void whatIsNotBuiltYetSaysSoInWords() {
        var failed = grpcurl("graphkeep.v1.ReplicationService/ListTargets");

        assertThat(failed.err()).contains("Unimplemented").contains("NOT_IMPLEMENTED");
    }

    @Test
    void healthAnswersWithoutAToken() {
        var answer = run(List.of(
                "-plaintext",
                "-reflect-header",
                "authorization: Bearer " + server.adminToken(),
                server.grpc(),
                "grpc.health.v1.Health/Check"));

        assertThat(answer.expect(0).out()).contains("SERVING");
    }

    @Test
    void reflectionNeedsAToken() {
        assertThat(run(List.of("-plaintext", server.grpc(), "list")).err()).contains("Unauthenticated");
    }

    private Launcher.Result grpcurl(String... arguments) {
        return grpcurlAs(server.adminToken(), arguments);
    }

    private Launcher.Result grpcurlAs(String token, String... arguments) {
        var command = new ArrayList<>(List.of("-plaintext", "-H", "authorization: Bearer " + token));
        var verb = arguments[arguments.length - 1];
        var isVerb = arguments[0].equals("list") || arguments[0].equals("describe");
        if (isVerb) {
            command.add(server.grpc());
            command.addAll(List.of(arguments));
        } else {
            command.addAll(List.of(arguments).subList(0, arguments.length - 1));
            command.add(server.grpc());
            command.add(verb);
        }
        return run(command);
    }

    private static Launcher.Result run(List<String> arguments) {
        var command = new ArrayList<>(List.of("grpcurl"));
        command.addAll(arguments);
        return Launcher.run(Map.of(), command);
    }
}
