package io.graphkeep.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import com.google.rpc.BadRequest;
import io.graphkeep.server.security.Role;
import io.graphkeep.v1.AdminServiceGrpc;
import io.graphkeep.v1.AdminServiceGrpc.AdminServiceBlockingStub;
import io.graphkeep.v1.CreateTokenRequest;
import io.graphkeep.v1.GetConfigRequest;
import io.graphkeep.v1.GetServerInfoRequest;
import io.graphkeep.v1.ListNotifiersRequest;
import io.graphkeep.v1.ListTokensRequest;
import io.graphkeep.v1.RevokeTokenRequest;
import io.graphkeep.v1.Token;
import io.graphkeep.v1.TokenRole;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminServiceTest {
    private ApiFixture api;
    private AdminServiceBlockingStub admin;

    @BeforeEach
    void start() {
        api = new ApiFixture(List.of());
        admin = stub(api.token("root", Role.ADMIN));
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void aCreatedTokenWorksUntilItIsRevoked() {
        var created = admin.createToken(token("ci").build());
        var caller = stub(created.getSecret());
        assertThat(caller.getServerInfo(GetServerInfoRequest.getDefaultInstance())
                        .getCaller()
                        .getTokenName())
                .isEqualTo("ci");

        var revoked = admin.revokeToken(RevokeTokenRequest.newBuilder()
                .setTokenId(created.getToken().getTokenId())
                .build());

        assertThat(revoked.getToken().hasRevokeTime()).isTrue();
        assertThat(code(() -> caller.getServerInfo(GetServerInfoRequest.getDefaultInstance())))
                .isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    @Test
    void aRepeatedCreationReturnsTheTokenWithoutItsSecret() {
        var request = token("ci").setRequestId("once").build();
        var first = admin.createToken(request);

        var second = admin.createToken(request);

        assertThat(second.getToken()).isEqualTo(first.getToken());
        assertThat(second.getSecret()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "with space", "../../x", "ß", "a/b"})
    void aBadNameIsRefused(String name) {
        assertThat(code(() -> admin.createToken(token(name).build()))).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "UPPER", "a b", "a**", "*a", "a,b"})
    void aBadScopeIsRefused(String scope) {
        assertThat(code(() -> admin.createToken(token("ci").addScopes(scope).build())))
                .isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 59, 3651L * 86_400})
    void aBadLifetimeIsRefused(long seconds) {
        var request = token("ci").setLifetime(Duration.newBuilder().setSeconds(seconds));

        assertThat(code(() -> admin.createToken(request.build()))).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void aTokenWithoutARoleIsRefused() {
        assertThat(code(() -> admin.createToken(token("ci").clearRole().build())))
                .isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void allThatIsWrongIsToldAtOnce() throws Exception {
        var failure = failure(() -> admin.createToken(
                token("with space").clearRole().addScopes("UPPER").build()));

        var details = Objects.requireNonNull(StatusProto.fromThrowable(failure));
        assertThat(details.getDetails(1).unpack(BadRequest.class).getFieldViolationsList())
                .extracting(BadRequest.FieldViolation::getField)
                .containsExactly("name", "role", "scopes");
    }

    @Test
    void tokensAreListedPageByPage() {
        for (var number = 0; number < 5; number++) {
            admin.createToken(token("t" + number).build());
        }

        var names = new ArrayList<String>();
        var page = "";
        do {
            var answer = admin.listTokens(ListTokensRequest.newBuilder()
                    .setPageSize(2)
                    .setPageToken(page)
                    .build());
            assertThat(answer.getTokensCount()).isLessThanOrEqualTo(2);
            answer.getTokensList().stream().map(Token::getName).forEach(names::add);
            page = answer.getNextPageToken();
        } while (!page.isEmpty());

        assertThat(names).containsExactly("t4", "t3", "t2", "t1", "t0", "root");
    }

    @Test
    void aPageTokenIsGoodForItsOwnListAndFiltersOnly() {
        admin.createToken(token("ci").build());
        var page = admin.listTokens(
                        ListTokensRequest.newBuilder().setPageSize(1).build())
                .getNextPageToken();
        var same = ListTokensRequest.newBuilder().setPageSize(7).setPageToken(page);

        assertThat(admin.listTokens(same.build()).getTokensCount()).isEqualTo(1);
        assertThat(code(() -> admin.listTokens(same.setIncludeEnded(true).build())))
                .isEqualTo(Status.Code.INVALID_ARGUMENT);
        for (var forged : List.of("x", "AAAA", page + "A", page.substring(2), "é", "A".repeat(5_000))) {
            assertThat(code(() -> admin.listTokens(
                            ListTokensRequest.newBuilder().setPageToken(forged).build())))
                    .as(forged)
                    .isEqualTo(Status.Code.INVALID_ARGUMENT);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1_001, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void aBadPageSizeIsRefused(int size) {
        assertThat(code(() -> admin.listTokens(
                        ListTokensRequest.newBuilder().setPageSize(size).build())))
                .isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void theConfigurationIsToldWithoutItsSecrets() {
        var entries = admin.getConfig(GetConfigRequest.getDefaultInstance()).getEntriesList();

        assertThat(entries)
                .isNotEmpty()
                .allSatisfy(entry -> assertThat(entry.getDescription()).isNotEmpty());
        assertThat(entries)
                .filteredOn(entry -> entry.getSecret())
                .isNotEmpty()
                .allSatisfy(entry -> assertThat(entry.getValue()).isIn("(set)", "(not set)"));
    }

    @Test
    void onlyAnAdminAdministers() {
        var operator = stub(api.token("ops", Role.OPERATOR));

        assertThat(code(() -> operator.createToken(token("mine").build()))).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(code(() -> operator.getConfig(GetConfigRequest.getDefaultInstance())))
                .isEqualTo(Status.Code.PERMISSION_DENIED);
    }

    @Test
    void whatIsNotBuiltYetSaysSo() {
        assertThat(code(() -> admin.listNotifiers(ListNotifiersRequest.getDefaultInstance())))
                .isEqualTo(Status.Code.UNIMPLEMENTED);
    }

    private AdminServiceBlockingStub stub(String secret) {
        return AdminServiceGrpc.newBlockingStub(api.channel(secret));
    }

    private static CreateTokenRequest.Builder token(String name) {
        return CreateTokenRequest.newBuilder().setName(name).setRole(TokenRole.TOKEN_ROLE_MONITOR);
    }

    private static Status.Code code(Runnable call) {
        return failure(call).getStatus().getCode();
    }

    private static StatusRuntimeException failure(Runnable call) {
        try {
            call.run();
        } catch (StatusRuntimeException e) {
            return e;
        }
        throw new AssertionError("Not refused");
    }
}
