package io.graphkeep.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ContentIdTest {
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void anIdIsTheSha256OfItsContent() {
        var id = ChunkId.of(new byte[] {'x', 'a', 'b', 'c', 'x'}, 1, 3);

        assertThat(id.toHex()).isEqualTo(ABC).isEqualTo(id.toString());
        assertThat(ChunkId.fromHex(ABC)).isEqualTo(id).hasSameHashCodeAs(id);
        assertThat(ChunkId.fromBytes(id.toBytes())).isEqualTo(id);
        assertThat(id.prefix()).isEqualTo(0xba7816bf8f01cfeaL);
    }

    @Test
    void idsAreOrderedByUnsignedBytes() {
        var low = ChunkId.fromHex("7f" + "ff".repeat(31));
        var high = ChunkId.fromHex("80" + "00".repeat(31));
        var higher = ChunkId.fromHex("80" + "00".repeat(30) + "01");

        assertThat(low).isLessThan(high);
        assertThat(high).isLessThan(higher);
        assertThat(high).isEqualByComparingTo(high);
    }

    @Test
    void aChunkIsNeverASegment() {
        assertThat((Object) ChunkId.fromHex(ABC)).isNotEqualTo(SegmentId.fromHex(ABC));
    }

    @Test
    void whatIsNotThirtyTwoBytesIsNoId() {
        assertThatThrownBy(() -> ChunkId.fromHex("00")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ChunkId.fromHex("g".repeat(64))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SegmentId.fromBytes(new byte[31])).isInstanceOf(IllegalArgumentException.class);
    }
}
