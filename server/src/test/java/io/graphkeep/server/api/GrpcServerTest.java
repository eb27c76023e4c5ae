package io.graphkeep.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphkeep.server.config.Switch;
import io.graphkeep.server.security.Role;
import io.graphkeep.server.security.RoleTable;
import io.graphkeep.v1.AdminServiceGrpc;
import io.graphkeep.v1.CreateSnapshotRequest;
import io.graphkeep.v1.GetServerInfoRequest;
import io.graphkeep.v1.ListTargetsRequest;
import io.graphkeep.v1.ReplicationServiceGrpc;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.StatusProto;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Who calls is known, who may not is refused, and every refusal says why. */
@Order(1) // Takes longest.
class GrpcServerTest extends WithGrpcServer {
    @Test
    void aCallWithAValidTokenIsAnswered() {
        var stub = backup(api.token("ci", Role.READER));

        assertThat(stub.getGraph(graph("books")).getGraph().getGraphId()).isEqualTo("books");
    }

    @Test
    void callersWithoutAValidTokenAreToldSo() {
        assertThat(reason(() -> backup(api.channel()).getGraph(graph("books")))).isEqualTo("UNAUTHENTICATED");
        assertThat(reason(() -> backup("nonsense").getGraph(graph("books")))).isEqualTo("UNAUTHENTICATED");
        assertThat(reason(() -> backup("gk_" + "x".repeat(43)).getGraph(graph("books"))))
                .isEqualTo("UNAUTHENTICATED");
    }

    @Test
    void anExpiredTokenIsToldSo() {
        var created = api.create("ci", Role.READER, Duration.ofMinutes(1));
        api.clock.advance(Duration.ofMinutes(2));

        assertThat(reason(() -> backup(created.secret().reveal()).getGraph(graph("books"))))
                .isEqualTo("TOKEN_EXPIRED");
    }

    @Test
    void aRoleThatDoesNotSufficeIsNamed() {
        var stub = backup(api.token("ci", Role.READER));

        var failure = failure(() -> stub.createSnapshot(CreateSnapshotRequest.getDefaultInstance()));

        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(info(failure).getMetadataMap()).containsEntry("required_role", "operator");
        assertThat(failure.getStatus().getDescription()).contains("ci").contains("operator");
    }

    @Test
    void aGraphOutOfScopeLooksAsIfItWereNotThere() {
        var scoped = backup(api.token("ci", Role.READER, "books", "missing"));

        var outOfScope = failure(() -> scoped.getGraph(graph("other")));
        var notThere = failure(() -> scoped.getGraph(graph("missing")));

        assertThat(outOfScope.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(description(outOfScope).replace("other", "missing")).isEqualTo(description(notThere));
        assertThat(info(outOfScope).getReason()).isEqualTo(info(notThere).getReason());
    }

    @Test
    void whatNobodyForesawCarriesAnErrorIdAndNothingElse() {
        var stub = backup(api.token("ci", Role.READER));

        var failure = failure(() -> stub.getGraph(graph("broken")));

        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
        assertThat(failure.getStatus().getDescription()).doesNotContain("hunter2");
        assertThat(info(failure).getMetadataMap()).containsKey("error_id");
        assertThat(String.valueOf(StatusProto.fromThrowable(failure))).doesNotContain("hunter2");
    }

    @Test
    void whatIsNotBuiltYetSaysSoToThoseWhoMayCallIt() {
        var operator = backup(api.token("ops", Role.OPERATOR));

        assertThat(reason(() -> operator.createSnapshot(CreateSnapshotRequest.getDefaultInstance())))
                .isEqualTo("NOT_IMPLEMENTED");
    }

    @Test
    void probesAnswerWithoutAToken() {
        var health = HealthGrpc.newBlockingStub(api.channel());

        assertThat(health.check(HealthCheckRequest.getDefaultInstance()).getStatus())
                .isEqualTo(ServingStatus.SERVING);
        assertThat(health.check(probe("graphkeep.v1.BackupService")).getStatus())
                .isEqualTo(ServingStatus.SERVING);
    }

    @Test
    void whatIsSwitchedOffIsRefusedWithTheSwitchAndNotServing() {
        api.close();
        api = new ApiFixture(services(), EnumSet.of(Switch.HEALTH_CHECK), null);
        var token = api.token("ops", Role.OPERATOR);
        var replication = ReplicationServiceGrpc.newBlockingStub(api.channel(token));

        var off = failure(() -> replication.listTargets(ListTargetsRequest.getDefaultInstance()));

        assertThat(off.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
        assertThat(info(off).getReason()).isEqualTo("SUBSYSTEM_OFF");
        assertThat(info(off).getMetadataMap()).containsEntry("switch", Switch.REPLICATION.key());
        assertThat(reason(() -> backup(token).createSnapshot(CreateSnapshotRequest.getDefaultInstance())))
                .isEqualTo("SUBSYSTEM_OFF");
        assertThat(backup(token).getGraph(graph("books")).hasGraph()).isTrue();
        assertThat(HealthGrpc.newBlockingStub(api.channel())
                        .check(probe("graphkeep.v1.ReplicationService"))
                        .getStatus())
                .isEqualTo(ServingStatus.NOT_SERVING);
    }

    @Test
    void aSubsystemThatFailedSaysWhy() {
        api.subsystems.failed(Switch.REPLICATION, "its key is gone.");
        var replication = ReplicationServiceGrpc.newBlockingStub(api.channel(api.token("ops", Role.OPERATOR)));

        var failed = failure(() -> replication.listTargets(ListTargetsRequest.getDefaultInstance()));

        assertThat(failed.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(failed.getStatus().getDescription()).contains("its key is gone", "graphkeep health");
    }

    @Test
    void reflectionNeedsATokenAndLeadsToTheErrorsDetails() throws Exception {
        assertThat(reflect(api.channel())
                        .handle((answer, failure) -> failure != null)
                        .get(10, TimeUnit.SECONDS))
                .isTrue();

        var answer = reflect(api.channel(api.token("ci", Role.MONITOR))).get(10, TimeUnit.SECONDS);

        assertThat(answer.getFileDescriptorResponse().getFileDescriptorProtoCount())
                .isGreaterThan(0);
    }

    @Test
    void everyRegisteredMethodStandsInTheTableOfRoles() {
        var table = RoleTable.standard();

        assertThat(api.server.methods()).isNotEmpty().isSubsetOf(table.methods());
    }

    @Test
    void theTimerOfAllCallsHasItsName() {
        backup(api.token("ci", Role.READER)).getGraph(graph("books"));

        assertThat(api.metrics.find("graphkeep.request.duration").timers()).isNotEmpty();
        assertThat(api.metrics.find("grpc.server.processing.duration").timers()).isEmpty();
    }

    @Test
    void serverInfoSaysWhoTheCallerIs() {
        var admin = AdminServiceGrpc.newBlockingStub(api.channel(api.token("ci", Role.MONITOR, "books")));

        var info = admin.getServerInfo(GetServerInfoRequest.getDefaultInstance());

        assertThat(info.getCaller().getTokenName()).isEqualTo("ci");
        assertThat(info.getCaller().getScopesList()).containsExactly("books");
        assertThat(info.getSwitchesCount()).isEqualTo(Switch.values().length);
    }

    private static CompletableFuture<ServerReflectionResponse> reflect(Channel channel) {
        var answer = new CompletableFuture<ServerReflectionResponse>();
        var requests = ServerReflectionGrpc.newStub(channel).serverReflectionInfo(new StreamObserver<>() {
            @Override
            public void onNext(ServerReflectionResponse response) {
                answer.complete(response);
            }

            @Override
            public void onError(Throwable failure) {
                answer.completeExceptionally(failure);
            }

            @Override
            public void onCompleted() {
                answer.completeExceptionally(new IllegalStateException("No answer"));
            }
        });
        requests.onNext(ServerReflectionRequest.newBuilder()
                .setFileContainingSymbol("google.rpc.ErrorInfo")
                .build());
        return answer;
    }

    private static HealthCheckRequest probe(String service) {
        return HealthCheckRequest.newBuilder().setService(service).build();
    }

    private static String description(StatusRuntimeException failure) {
        return String.valueOf(failure.getStatus().getDescription());
    }
}
