package dev.resilience.spring.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.io.Resource;

/**
 * Says where a property stands: {@code application.yml:12:21}, or the origin's own words.
 */
final class OriginText {

	private OriginText() {
	}

	static @Nullable String of(@Nullable ConfigurationProperty property) {
		Origin origin = (property != null) ? originOf(property) : null;
		if (origin == null) {
			return null;
		}
		if (origin instanceof TextResourceOrigin text && text.getLocation() != null) {
			Resource resource = text.getResource();
			String file = (resource != null) ? resource.getFilename() : null;
			if (file != null) {
				return file + ":" + (text.getLocation().getLine() + 1) + ":" + (text.getLocation().getColumn() + 1);
			}
		}
		return origin.toString();
	}

	/** The place itself, without the property source that knows it. */
	static @Nullable Origin originOf(ConfigurationProperty property) {
		Origin origin = property.getOrigin();
		return (origin instanceof PropertySourceOrigin source && source.getOrigin() != null) ? source.getOrigin()
				: origin;
	}

}
