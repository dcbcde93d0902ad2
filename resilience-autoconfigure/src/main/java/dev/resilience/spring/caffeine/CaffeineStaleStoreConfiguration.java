package dev.resilience.spring.caffeine;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.resilience.staleiferror.StaleStore;

import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Stores on Caffeine, where it is on the class path.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(Caffeine.class)
public class CaffeineStaleStoreConfiguration {

	@Bean
	@ConditionalOnMissingBean
	StaleStore.Factory resilienceStaleStoreFactory() {
		return CaffeineStaleStore::new;
	}

}
