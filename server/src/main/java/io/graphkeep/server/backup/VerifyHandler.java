package io.graphkeep.server.backup;

import com.google.protobuf.Any;
import io.graphkeep.server.backup.reading.ReadRate;
import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.server.operations.OnTakeover;
import io.graphkeep.server.operations.OperationContext;
import io.graphkeep.server.operations.OperationHandler;
import io.graphkeep.server.store.Store;
import io.graphkeep.v1.VerifyResult;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.function.Consumer;

/** A verification of anything: taken over by any server, within the limits of all of them, and told in one transaction. */
abstract class VerifyHandler implements OperationHandler {
    final Store store;
    final VerifyLimits limits;
    final DamageFindings findings;
    private final Database database;
    private final VerifyOutcome outcome;
    private final Clock clock;

    VerifyHandler(VerifyGround ground) {
        this.store = ground.store();
        this.database = ground.database();
        this.limits = ground.limits();
        this.findings = new DamageFindings(database, ground.trees());
        this.outcome = new VerifyOutcome(ground.events());
        this.clock = ground.clock();
    }

    @Override
    public final OnTakeover onTakeover() {
        return OnTakeover.RESUME;
    }

    @Override
    public final void settle(Transaction transaction, OperationRow operation) {}

    final VerifyWatch watch(OperationContext context, long bytesPerSecond) {
        return new VerifyWatch(context, limits.rate(), ReadRate.of(bytesPerSecond));
    }

    /** Writes down and tells what was found, if the attempt is still ours; damage is thrown. */
    final Any ended(OperationContext context, VerifyResult result, Consumer<Transaction> note) {
        database.inTransaction(tx -> {
            context.fence(tx);
            note.accept(tx);
            outcome.tell(tx, context.operation(), result);
            return result;
        });
        return VerifyOutcome.settled(result);
    }

    final OffsetDateTime now() {
        return OffsetDateTime.now(clock);
    }
}
