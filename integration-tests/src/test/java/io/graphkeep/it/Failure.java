package io.graphkeep.it;

import io.graphkeep.client.CallError;
import io.grpc.StatusRuntimeException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes calls that have to fail, and reads what they fail with. */
final class Failure {
    private Failure() {}

    static CallError of(Supplier<? extends @Nullable Object> call) {
        Object answer;
        try {
            answer = call.get();
        } catch (StatusRuntimeException failure) {
            return CallError.of(failure);
        }
        throw new AssertionError("It was answered: " + answer);
    }
}
