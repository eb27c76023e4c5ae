package io.graphkeep.server.keys;

import com.google.protobuf.Any;
import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.Event;
import io.graphkeep.server.catalog.EventKind;
import io.graphkeep.server.catalog.EventLog;
import io.graphkeep.server.catalog.Severity;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.server.operations.OnTakeover;
import io.graphkeep.server.operations.OperationContext;
import io.graphkeep.server.operations.OperationHandler;
import io.graphkeep.server.store.Store;
import io.graphkeep.v1.RotateKeyResult;

/** Rotates the store's key. Interrupted anywhere it leaves a store that opens, with the old key or with the new one. */
public final class RotateKeyHandler implements OperationHandler {
    private final Store store;
    private final Database database;
    private final EventLog events;

    public RotateKeyHandler(Store store, Database database, EventLog events) {
        this.store = store;
        this.database = database;
        this.events = events;
    }

    @Override
    public String kind() {
        return KeyRotations.KIND;
    }

    @Override
    public OnTakeover onTakeover() {
        return OnTakeover.FAIL;
    }

    @Override
    public Any run(OperationContext context) {
        context.checkCancelled();
        var number = store.rotateKey();
        database.inTransaction(tx -> {
            context.fence(tx);
            events.append(
                    tx,
                    Event.of(
                                    EventKind.KEY_ROTATED,
                                    context.operation().createdBy(),
                                    "The store has a new master key, wrapped key number " + number
                                            + ". The old one opens it too until the new one was exported.")
                            .severity(Severity.NOTICE)
                            .operation(context.id())
                            .detail("key_number", String.valueOf(number)));
            return true;
        });
        return Any.pack(RotateKeyResult.newBuilder().setKeyNumber(number).build());
    }

    /** Every step leaves a store that opens. */
    @Override
    public void settle(Transaction transaction, OperationRow operation) {}
}
