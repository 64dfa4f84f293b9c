export { earlierStatus } from '../../domain/model/confirmation/earlier-status.js';
