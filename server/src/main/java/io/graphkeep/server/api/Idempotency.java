package io.graphkeep.server.api;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.request.AnsweredRequestMapper;
import io.graphkeep.server.catalog.request.RequestAnswer;
import io.graphkeep.server.catalog.request.RequestKey;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes a change that carries a {@code request_id} happen once, however often it is asked for within 24 hours.
 *
 * <p>The answer is written in the transaction of the change: both are there or neither is. A repeat while the first call
 * is still at it waits for that one. The same id with another body is refused, and secrets are not told twice.
 */
public final class Idempotency {
    /** How long an answer is remembered. */
    public static final Duration LIFETIME = Duration.ofHours(24);

    private static final int BATCH = 1_000;
    private static final String FIELD = "request_id";

    private final Database database;
    private final Clock clock;

    public Idempotency(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Makes the change in a transaction of its own, or gives the answer that it had.
     *
     * @param kind the default instance of the answer
     */
    public <R extends Message> R once(Call call, Message request, R kind, Function<Transaction, R> change) {
        return once(call, request, kind, change, UnaryOperator.identity());
    }

    /**
     * The same for a change that must look at files first: it looks outside of the transaction, which no slow disk may keep
     * open, and not at all where the request has its answer already.
     */
    public <R extends Message, L> R onceLooked(
            Call call, Message request, R kind, Supplier<L> look, BiFunction<Transaction, L, R> change) {
        var first = answered(call, request, kind);
        if (first.isPresent()) {
            return first.get();
        }
        var looked = look.get();
        return once(call, request, kind, transaction -> change.apply(transaction, looked));
    }

    /**
     * The same for an answer with a secret in it.
     *
     * @param withoutSecret what of the answer may be told again
     */
    public <R extends Message> R once(
            Call call, Message request, R kind, Function<Transaction, R> change, UnaryOperator<R> withoutSecret) {
        var id = RequestDigest.text(request, FIELD);
        if (id.isEmpty()) {
            return database.inTransaction(change::apply);
        }
        new Validation().requestId(FIELD, id).check();
        var key = key(call, id);
        var digest = RequestDigest.of(request, FIELD);
        return database.inTransaction(transaction -> {
            var answers = transaction.mapper(AnsweredRequestMapper.class);
            if (answers.claim(key, digest, now(), now().minus(LIFETIME)) == 0) {
                return replay(key, digest, answers.find(key), kind);
            }
            var answer = change.apply(transaction);
            answers.answer(key, withoutSecret.apply(answer).toByteArray());
            return answer;
        });
    }

    /** The answer that the request had, where it carries an id that was answered already. */
    public <R extends Message> Optional<R> answered(Call call, Message request, R kind) {
        var id = RequestDigest.text(request, FIELD);
        if (id.isEmpty()) {
            return Optional.empty();
        }
        new Validation().requestId(FIELD, id).check();
        var key = key(call, id);
        var first = database.read(
                transaction -> transaction.mapper(AnsweredRequestMapper.class).findSince(key, now().minus(LIFETIME)));
        return first == null
                ? Optional.empty()
                : Optional.of(replay(key, RequestDigest.of(request, FIELD), first, kind));
    }

    /** Remembers the answer in the transaction of its change; CONFLICT where another call has just answered the same. */
    public void answer(Transaction transaction, Call call, Message request, Message answer) {
        var id = RequestDigest.text(request, FIELD);
        if (id.isEmpty()) {
            return;
        }
        var key = key(call, id);
        var answers = transaction.mapper(AnsweredRequestMapper.class);
        if (answers.claim(key, RequestDigest.of(request, FIELD), now(), now().minus(LIFETIME)) == 0) {
            throw new GraphkeepException(
                    Reason.CONFLICT,
                    "Another call with request_id " + id + " was answered meanwhile: repeat this one.");
        }
        answers.answer(key, answer.toByteArray());
    }

    /** Forgets answers that are old enough; to be called now and then. */
    public void forgetOld() {
        int gone;
        do {
            gone = database.inTransaction(transaction ->
                    transaction.mapper(AnsweredRequestMapper.class).forget(now().minus(LIFETIME), BATCH));
        } while (gone == BATCH);
    }

    private static RequestKey key(Call call, String id) {
        return new RequestKey(call.principal().tokenId().toString(), call.method(), id);
    }

    private static <R extends Message> R replay(RequestKey key, byte[] digest, @Nullable RequestAnswer first, R kind) {
        if (first == null) {
            throw new GraphkeepException(
                    Reason.CONFLICT, "The answer to request_id " + key.requestId() + " was being forgotten just now.");
        }
        if (!MessageDigest.isEqual(first.digest(), digest)) {
            throw new GraphkeepException(
                    Reason.REQUEST_ID_REUSED,
                    "The request_id " + key.requestId() + " was used for another request to " + key.method() + ".");
        }
        var answer = first.answer();
        if (answer == null) {
            throw new IllegalStateException("A committed request has no answer: " + key);
        }
        return parse(answer, kind);
    }

    @SuppressWarnings("unchecked") // the parser of a message makes messages of its own kind
    private static <R extends Message> R parse(byte[] answer, R kind) {
        try {
            return (R) kind.getParserForType().parseFrom(answer);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(
                    "An answer in the catalog is no "
                            + kind.getDescriptorForType().getName(),
                    e);
        }
    }

    private OffsetDateTime now() {
        return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
