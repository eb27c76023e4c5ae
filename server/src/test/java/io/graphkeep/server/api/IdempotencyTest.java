package io.graphkeep.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphkeep.server.catalog.EventLog;
import io.graphkeep.server.catalog.TestDatabase;
import io.graphkeep.server.catalog.request.AnsweredRequestMapper;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.security.Denials;
import io.graphkeep.server.security.Principal;
import io.graphkeep.server.security.Role;
import io.graphkeep.server.security.Scopes;
import io.graphkeep.server.security.SettableClock;
import io.graphkeep.server.security.UnknownCallers;
import io.graphkeep.v1.CreateTokenRequest;
import io.graphkeep.v1.CreateTokenResponse;
import io.graphkeep.v1.Token;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IdempotencyTest {
    private static final CreateTokenRequest REQUEST =
            CreateTokenRequest.newBuilder().setName("ci").setRequestId("r-1").build();

    private final SettableClock clock = new SettableClock();
    private final AtomicInteger changes = new AtomicInteger();
    private TestDatabase test;
    private Idempotency idempotency;

    @BeforeEach
    void open() {
        test = TestDatabase.create(AnsweredRequestMapper.class);
        idempotency = new Idempotency(test.database(), clock);
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void aRepeatReturnsTheFirstAnswerAndChangesNothing() {
        var first = change(call(1), REQUEST);

        var second = new Idempotency(test.database(), clock);

        assertThat(change(second, call(1), REQUEST)).isEqualTo(first);
        assertThat(changes).hasValue(1);
    }

    @Test
    void withoutAnIdEveryCallIsAChange() {
        var request = REQUEST.toBuilder().clearRequestId().build();

        assertThat(change(call(1), request)).isNotEqualTo(change(call(1), request));
    }

    @Test
    void anotherBodyUnderTheSameIdIsRefused() {
        change(call(1), REQUEST);

        assertThat(reason(() ->
                        change(call(1), REQUEST.toBuilder().setName("other").build())))
                .isEqualTo(Reason.REQUEST_ID_REUSED);
    }

    @Test
    void callersAndMethodsAreToldApart() {
        change(call(1), REQUEST);

        change(call(2), REQUEST);
        change(new Call("c", "graphkeep.v1.AdminService/Other", "peer", principal(1), denials()), REQUEST);

        assertThat(changes).hasValue(3);
    }

    @Test
    void afterADayTheIdIsFreeAgain() {
        change(call(1), REQUEST);
        clock.advance(Duration.ofHours(24).plusSeconds(1));

        change(call(1), REQUEST.toBuilder().setName("other").build());

        assertThat(changes).hasValue(2);
    }

    @Test
    void whatFailedIsTriedAgain() {
        assertThat(reason(() ->
                        idempotency.once(call(1), REQUEST, CreateTokenResponse.getDefaultInstance(), transaction -> {
                            throw new GraphkeepException(Reason.STORE_FULL, "Full.");
                        })))
                .isEqualTo(Reason.STORE_FULL);

        change(call(1), REQUEST);

        assertThat(changes).hasValue(1);
    }

    @Test
    void aSecretIsNeverToldTwice() {
        UnaryOperator<CreateTokenResponse> withoutSecret =
                answer -> answer.toBuilder().clearSecret().build();
        var kind = CreateTokenResponse.getDefaultInstance();
        var answer = kind.toBuilder()
                .setSecret("gk_x")
                .setToken(Token.newBuilder().setName("ci"))
                .build();

        assertThat(idempotency.once(call(1), REQUEST, kind, transaction -> answer, withoutSecret))
                .isEqualTo(answer);
        var replayed = idempotency.once(call(1), REQUEST, kind, transaction -> answer, withoutSecret);

        assertThat(replayed.getSecret()).isEmpty();
        assertThat(replayed.getToken().getName()).isEqualTo("ci");
    }

    @Test
    void ofManyAtOnceOneChangesAndAllGetItsAnswer() throws Exception {
        var start = new CountDownLatch(1);
        var answers = new ArrayList<Future<CreateTokenResponse>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var caller = 0; caller < 6; caller++) {
                answers.add(threads.submit(() -> {
                    start.await();
                    return change(call(1), REQUEST);
                }));
            }
            start.countDown();
            var first = answers.getFirst().get();
            for (var answer : answers) {
                assertThat(answer.get()).isEqualTo(first);
            }
        }
        assertThat(changes).hasValue(1);
    }

    @Test
    void anIdMustBePrintable() {
        assertThat(reason(() ->
                        change(call(1), REQUEST.toBuilder().setRequestId("a\nb").build())))
                .isEqualTo(Reason.INVALID_ARGUMENT);
    }

    @Test
    void oldAnswersAreForgotten() {
        change(call(1), REQUEST);
        clock.advance(Duration.ofHours(25));

        idempotency.forgetOld();

        assertThat(test.database().<Integer>read(transaction -> {
                    try (var statement = transaction.connection().createStatement();
                            var rows = statement.executeQuery("SELECT count(*) FROM answered_request")) {
                        rows.next();
                        return rows.getInt(1);
                    } catch (SQLException e) {
                        throw new AssertionError(e);
                    }
                }))
                .isZero();
    }

    private CreateTokenResponse change(Call call, CreateTokenRequest request) {
        return change(idempotency, call, request);
    }

    private CreateTokenResponse change(Idempotency through, Call call, CreateTokenRequest request) {
        return through.once(call, request, CreateTokenResponse.getDefaultInstance(), transaction -> {
            var number = changes.incrementAndGet();
            return CreateTokenResponse.newBuilder()
                    .setToken(Token.newBuilder().setName(request.getName()).setTokenId("t" + number))
                    .build();
        });
    }

    private Call call(int caller) {
        return new Call("c", "graphkeep.v1.AdminService/CreateToken", "peer", principal(caller), denials());
    }

    private static Principal principal(int caller) {
        return new Principal(new UUID(0, caller), "caller", Role.ADMIN, Scopes.all(), null);
    }

    private Denials denials() {
        return new Denials(
                test.database(), new EventLog(clock, true), new SimpleMeterRegistry(), new UnknownCallers(clock));
    }

    private static Reason reason(Runnable call) {
        try {
            call.run();
        } catch (GraphkeepException e) {
            return e.reason();
        }
        throw new AssertionError("Not refused");
    }
}
