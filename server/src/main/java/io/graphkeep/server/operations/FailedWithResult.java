package io.graphkeep.server.operations;

import com.google.protobuf.Any;
import io.graphkeep.server.errors.GraphkeepException;

/** What a handler throws whose operation has failed and has something to tell all the same: its reason, and its result. */
public final class FailedWithResult extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final GraphkeepException failure;
    private final transient Any result;

    public FailedWithResult(GraphkeepException failure, Any result) {
        super(failure);
        this.failure = failure;
        this.result = result;
    }

    public GraphkeepException failure() {
        return failure;
    }

    public Any result() {
        return result;
    }
}
