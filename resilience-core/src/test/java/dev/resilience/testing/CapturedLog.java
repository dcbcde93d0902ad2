package dev.resilience.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Takes what a class logs away from the console and remembers it.
 */
public final class CapturedLog implements AutoCloseable {

	private final Logger logger;

	private final List<String> messages = new CopyOnWriteArrayList<>();

	private final Handler handler = new Handler() {

		@Override
		public void publish(LogRecord logged) {
			CapturedLog.this.messages.add(logged.getLevel() + " " + logged.getMessage());
		}

		@Override
		public void flush() {
		}

		@Override
		public void close() {
		}

	};

	public CapturedLog(Class<?> source) {
		this.logger = Logger.getLogger(source.getName());
		this.logger.setUseParentHandlers(false);
		this.logger.addHandler(this.handler);
	}

	/** Level and text of each, in order. */
	public List<String> messages() {
		return this.messages;
	}

	@Override
	public void close() {
		this.logger.removeHandler(this.handler);
		this.logger.setUseParentHandlers(true);
	}

}
