package io.graphkeep.it;

import io.graphkeep.client.GraphkeepException;
import io.grpc.StatusRuntimeException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes calls that have to fail, and reads what they fail with. */
final class Failure {
    private Failure() {}

    static GraphkeepException of(Supplier<? extends @Nullable Object> call) {
        Object answer;
        try {
            answer = call.get();
        } catch (StatusRuntimeException failure) {
            return GraphkeepException.of(failure);
        }
        throw new AssertionError("It was answered: " + answer);
    }
}
