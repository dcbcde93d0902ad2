package dev.resilience.spring.aop;

import dev.resilience.annotation.Retry;
import dev.resilience.spring.autoconfigure.ResilienceAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

/**
 * Tests of applications replace guarded beans by mocks, which nobody proxies.
 */
@SpringJUnitConfig(MockedBeanTests.Application.class)
class MockedBeanTests {

	@MockitoBean
	private Client client;

	@Autowired
	private Caller caller;

	@Test
	void startWhenGuardedBeanIsMockedSucceeds() {
		given(this.client.call()).willReturn("mock");

		assertThat(this.caller.client.call()).isEqualTo("mock");
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(ResilienceAutoConfiguration.class)
	@Import({ Client.class, Caller.class })
	static class Application {

	}

	static class Client {

		@Retry("client")
		public String call() {
			return "real";
		}

	}

	static class Caller {

		private final Client client;

		Caller(Client client) {
			this.client = client;
		}

	}

}
