/**
 * What many teams would write in Spring Boot: a blocking controller on Tomcat's threads, which puts
 * a record by a condition, sends by Spring Cloud AWS and updates the record.
 */
package dev.postern.bench.spring;
