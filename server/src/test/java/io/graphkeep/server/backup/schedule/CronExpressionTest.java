package io.graphkeep.server.backup.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronExpressionTest {
    @ParameterizedTest
    @CsvSource({
        "0 2 * * *,              2026-01-01T02:00",
        "*/15 * * * *,           2026-01-01T00:15",
        "'5,10 3-4 * * *',       2026-01-01T03:05",
        "0 0 29 2 *,             2028-02-29T00:00",
        "0 0 * * 7,              2026-01-04T00:00",
        "0 0 * * SUN,            2026-01-04T00:00",
        "0 0 13 * 5,             2026-01-02T00:00",
        "0 0 1 */5 *,            2026-06-01T00:00",
        "@hourly,                2026-01-01T01:00",
        "@daily,                 2026-01-02T00:00",
        "@weekly,                2026-01-05T00:00",
        "@monthly,               2026-02-01T00:00",
        "@yearly,                2027-01-01T00:00"
    })
    void theNextRunIsTheOneThatCronKnows(String text, LocalDateTime expected) {
        assertThat(CronExpression.parse(text).next(LocalDateTime.parse("2026-01-01T00:00")))
                .contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "daily", "* * * *", "* * * * * *", "60 * * * *", "1-70 * * * *", "*/0 * * * *", "5-1 * * * *",
                "0 0 L * *", "0 0 1W * *", "0 0 ? * *", "0 0 * * 1#2", "@reboot", "@midnight", "-1 * * * *",
                        "1,,2 * * * *",
                "a b c d e", "0 0 30 2 *", "0 0 31 4,6,9,11 *", "* * * * *; rm"
            })
    void whatIsNoCronExpressionOrNeverComesIsRefused(String text) {
        assertThatThrownBy(() -> CronExpression.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anExpressionThatIsTooLongIsNotRead() {
        var text = "0" + ",0".repeat(64) + " * * * *";

        assertThatThrownBy(() -> CronExpression.parse(text)).hasMessageContaining("at most 128");
    }

    @Test
    void theShortestTimeBetweenTwoRunsIsKnown() {
        assertThat(CronExpression.parse("0 2 * * *").shortestPause()).isEqualTo(Duration.ofDays(1));
        assertThat(CronExpression.parse("0,50 * * * *").shortestPause()).isEqualTo(Duration.ofMinutes(10));
    }
}
