package io.graphkeep.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTest {
    @ParameterizedTest
    @CsvSource({"localhost:1234,localhost,1234", "books.example.org,books.example.org,50051", "[::1]:7,[::1],7"})
    void aHostAndAPortAreRead(String text, String host, int port) {
        assertThat(ServerAddress.parse(text)).isEqualTo(new ServerAddress(host, port));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "host:", "host:0", "host:65536", "http://host:1", "::1"})
    void whatNamesNoServerIsRefusedInWords(String text) {
        assertThatThrownBy(() -> ServerAddress.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void onlyThisMachineIsLoopback() {
        assertThat(ServerAddress.parse("127.0.0.1").isLoopback()).isTrue();
        assertThat(ServerAddress.parse("localhost.example.org").isLoopback()).isFalse();
    }
}
