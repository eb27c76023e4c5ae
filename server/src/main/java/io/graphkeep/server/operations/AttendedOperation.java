package io.graphkeep.server.operations;

import com.google.protobuf.Any;

/**
 * An operation that a client works on over a stream, and this process for it.
 *
 * <p>It is watched, cancelled and kept alive like any other. Whoever has it ends it, once, in one of three ways.
 */
public final class AttendedOperation {
    private final RunningOperation run;
    private final AttemptEndings attempts;
    private final Board board;

    AttendedOperation(RunningOperation run, AttemptEndings attempts, Board board) {
        this.run = run;
        this.attempts = attempts;
        this.board = board;
    }

    public OperationContext context() {
        return run;
    }

    /** It is done. */
    public void succeed(Any result) {
        try {
            attempts.succeed(run, result);
        } finally {
            board.left(run);
        }
    }

    /** It cannot be done, was cancelled, or has turned out to be done after all. */
    public void fail(Throwable failure) {
        try {
            attempts.end(run, failure);
        } finally {
            board.left(run);
        }
    }

    /** It is left to another process, or to this one when the client comes back. */
    public void handBack() {
        try {
            attempts.handBack(run);
        } finally {
            board.left(run);
        }
    }
}
