/** An application that has the server inside. The plugins it chooses by name are found by the server. */
module com.example.embedded {
  requires io.vivarium.client;
  requires io.vivarium.kernel;
  requires io.vivarium.transport.inprocess;
}
