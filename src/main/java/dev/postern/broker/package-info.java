/**
 * The way to SQS and SNS: what a message looks like there, how it is sent, what the answer means.
 *
 * <p>Four things can come of an attempt, and everything that Postern promises rests on telling them
 * apart: the broker <em>accepted</em> it; it <em>refused</em> it for good; it was certainly <em>not
 * sent</em>; or it is <em>unknown</em>, for the answer never came. Where an adapter is in doubt it
 * must say unknown.
 *
 * <p>This room knows {@code destination} and {@code message}.
 */
package dev.postern.broker;
