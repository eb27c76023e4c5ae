package io.graphkeep.server.backup;

import io.graphkeep.server.backup.reading.ReadRate;
import io.graphkeep.server.operations.OperationContext;
import io.graphkeep.server.store.CheckWatch;
import java.util.concurrent.atomic.AtomicLong;

/** Tells an operation how far a check of the store is, keeps the check to its rates, and ends it where the operation ends. */
final class VerifyWatch implements CheckWatch {
    private final OperationContext context;
    private final ReadRate shared;
    private final ReadRate own;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong bytesExpected = new AtomicLong();
    private final AtomicLong objects = new AtomicLong();
    private final AtomicLong objectsExpected = new AtomicLong();

    /**
     * A watch over one operation.
     *
     * @param shared what all verifications of this server together may read
     * @param own what this one may read
     */
    VerifyWatch(OperationContext context, ReadRate shared, ReadRate own) {
        this.context = context;
        this.shared = shared;
        this.own = own;
    }

    @Override
    public void expect(long more, long moreBytes) {
        objectsExpected.addAndGet(more);
        bytesExpected.addAndGet(moreBytes);
        tell();
    }

    @Override
    public void read(long more) {
        context.checkCancelled();
        if (more > 0) {
            own.pay(Math.toIntExact(more), context::checkCancelled);
            shared.pay(Math.toIntExact(more), context::checkCancelled);
            bytes.addAndGet(more);
            tell();
        }
    }

    @Override
    public void looked(long ofBytes) {
        objects.incrementAndGet();
        tell();
    }

    private void tell() {
        var expected = bytesExpected.get();
        context.progress(Math.min(bytes.get(), expected), expected, objects.get(), objectsExpected.get(), "verifying");
    }
}
