package io.graphkeep.server.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/** The numbers of segments as the catalog keeps them: a RoaringBitmap in its portable form. */
final class Bitmaps {
    private Bitmaps() {}

    static byte[] encode(RoaringBitmap bitmap) {
        bitmap.runOptimize();
        var bytes = new ByteArrayOutputStream();
        try {
            bitmap.serialize(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory cannot fail", e);
        }
        return bytes.toByteArray();
    }

    static RoaringBitmap decode(byte @Nullable [] bytes) throws DamagedException {
        var bitmap = new RoaringBitmap();
        if (bytes != null) {
            try {
                bitmap.deserialize(new DataInputStream(new ByteArrayInputStream(bytes)));
            } catch (IOException e) {
                throw new DamagedException("The list of a snapshot's segments in the catalog is damaged.", e);
            }
        }
        return bitmap;
    }

    static RoaringBitmap of(Collection<Long> numbers) {
        var bitmap = new RoaringBitmap();
        numbers.forEach(number -> bitmap.add(Math.toIntExact(number)));
        return bitmap;
    }

    /** The numbers in runs of at most so many. */
    static List<long[]> batches(RoaringBitmap bitmap, int most) {
        var numbers = longs(bitmap);
        var batches = new ArrayList<long[]>();
        for (var from = 0; from < numbers.length; from += most) {
            batches.add(Arrays.copyOfRange(numbers, from, Math.min(numbers.length, from + most)));
        }
        return batches;
    }

    static long[] longs(RoaringBitmap bitmap) {
        var longs = new long[bitmap.getCardinality()];
        var numbers = bitmap.getIntIterator();
        for (var i = 0; i < longs.length; i++) {
            longs[i] = Integer.toUnsignedLong(numbers.next());
        }
        return longs;
    }
}
