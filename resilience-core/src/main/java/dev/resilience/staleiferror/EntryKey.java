package dev.resilience.staleiferror;

import java.util.Arrays;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The key of a remembered result: the method, the object that it was called on, and what
 * a {@link KeySource} gave. Two methods, or two beans of one class, never get each
 * other's results.
 * <p>
 * The hash code is that of the moment of the call. So an argument that is changed later
 * can make an entry unfindable and never makes it match another call.
 */
final class EntryKey {

	private final Object method;

	private final @Nullable Object target;

	private final Object key;

	private final int hash;

	EntryKey(Object method, @Nullable Object target, Object key) {
		this.method = method;
		this.target = target;
		this.key = key;
		this.hash = 31 * (31 * method.hashCode() + System.identityHashCode(target)) + hash(key);
	}

	private static int hash(Object key) {
		return key.getClass().isArray() ? Arrays.deepHashCode(new Object[] { key }) : key.hashCode();
	}

	@Override
	public boolean equals(@Nullable Object object) {
		return this == object
				|| (object instanceof EntryKey other && this.hash == other.hash && this.target == other.target
						&& this.method.equals(other.method) && Objects.deepEquals(this.key, other.key));
	}

	@Override
	public int hashCode() {
		return this.hash;
	}

}
